import type { Finding } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { capitalised, shortDay } from '../../ui/format.ts';

export type Happening = Finding['history'][number];

const WORDS: Record<string, string> = {
  opened: t('Opened'),
  reopened: t('Opened again'),
  fixed: t('Fix verified'),
  'closed-by-hand': t('Closed by hand'),
  removed: t('No longer seen'),
  unconfirmed: t('Not seen this time'),
  'seen-again': t('Seen again'),
  'counted-again': t('Counted again'),
  're-rated': t('Rated anew'),
  moved: t('Moved'),
  'moved-owner': t('Has a new owner'),
  disputed: t('Said not to be theirs'),
  'dispute-decided': t('Dispute decided'),
  correlated: t('Joined with another'),
  separated: t('Parted from another'),
  'on-branch': t('Seen on a branch'),
  'left-branch': t('Gone from a branch'),
  decided: t('Priority decided'),
  'decided-again': t('Decided again'),
  owned: t('Owner found'),
  excepted: t('Exception granted'),
  'exception-ended': t('Exception ended'),
  'looked-again': t('Looked at again'),
  ticketed: t('Ticket made'),
};

/** A kind of event as people say it; one this page does not know is told as it stands. */
export const historyWords = (kind: string): string => WORDS[kind] ?? capitalised(kind);

const FINDING_ID = /(fnd_[0-9a-f]{32})/;

/** A note in pieces: words, and ids of other findings, which become links. */
export const notePieces = (note: string): { text: string; finding: boolean }[] =>
  note
    .split(FINDING_ID)
    .filter((text) => text !== '')
    .map((text) => ({ text, finding: FINDING_ID.test(text) }));

const dayKey = (iso: string, timeZone?: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(iso));

function dayName(iso: string, now: Date, timeZone?: string): string {
  const key = dayKey(iso, timeZone);
  if (key === dayKey(now.toISOString(), timeZone)) return t('Today');
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString();
  return key === dayKey(yesterday, timeZone) ? t('Yesterday') : shortDay(iso, now, timeZone);
}

interface Day {
  /** `2026-11-20`, where the reader is. */
  key: string;
  name: string;
  entries: Happening[];
}

/** What happened day by day, in the order given. */
export function daysOf(history: readonly Happening[], now: Date, timeZone?: string): Day[] {
  const byDay = Map.groupBy(history, ({ at }) => dayKey(at, timeZone));
  return [...byDay].map(([key, entries]) => ({ key, name: dayName(entries[0]!.at, now, timeZone), entries }));
}

/** A history of so many entries is told whole: folding two of them would save nothing. */
const SHORT = 8;
const NEWEST = 5;

interface Folded {
  newest: readonly Happening[];
  /** How many are left out between the newest and the first. */
  hidden: number;
  first: readonly Happening[];
}

/** A long history begins with its newest and ends with its first; newest first. */
export function foldHistory(history: readonly Happening[]): Folded {
  const newestFirst = history.toReversed();
  if (history.length <= SHORT) return { newest: newestFirst, hidden: 0, first: [] };
  return {
    newest: newestFirst.slice(0, NEWEST),
    hidden: history.length - NEWEST - 1,
    first: newestFirst.slice(-1),
  };
}
