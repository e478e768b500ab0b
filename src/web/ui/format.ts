import { language } from '../texts/language.ts';
import { t, wordsOf } from '../texts/t.ts';

const DAY_MS = 86_400_000;

const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** Largest step that fits, so that "3 weeks ago" is not told as "22 days ago". */
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['week', 7 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A time as a colleague would say it: "2 hours ago", "in 3 weeks", "just now". */
export function relativeTime(iso: string, now: Date): string {
  const distanceMs = Date.parse(iso) - now.getTime();
  const size = Math.abs(distanceMs);
  for (const [unit, unitMs] of STEPS) {
    // Weeks begin at two, months at two: "in 10 days" says more than "in 1 week".
    const least = unit === 'week' || unit === 'month' ? 2 : 1;
    if (size >= least * unitMs) return relative.format(Math.trunc(distanceMs / unitMs), unit);
  }
  // The page's clock moves twice a minute, so what happened just now may lie ahead of it.
  return distanceMs > 30_000 ? t('in a moment') : t('just now');
}

/** The exact time, with its zone, e.g. "3 Nov 2025, 14:05 UTC". */
export function exactTime(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(iso));
}

/** The time of a day that is named elsewhere: "14:05". */
export const clockTime = (iso: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(iso));

/** A day without its time, e.g. "3 Nov", with the year when it is another one. */
export function shortDay(iso: string, now: Date, timeZone?: string): string {
  const date = new Date(iso);
  const year = date.getUTCFullYear() === now.getUTCFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year, timeZone }).format(date);
}

/** `overdue` may be red and `soon` amber; nothing else is coloured. */
export interface DueState {
  tone: 'overdue' | 'soon' | 'later' | 'none';
  text: string;
}

/** Seven days: what still falls into the present sprint's attention. */
const SOON_MS = 7 * DAY_MS;

/** What a due date means now. `done` work is never overdue. */
export function dueState(dueAt: string | null, now: Date, done = false): DueState {
  if (dueAt === null) return { tone: 'none', text: t('no date') };
  const leftMs = Date.parse(dueAt) - now.getTime();
  if (done) return { tone: 'later', text: relativeTime(dueAt, now) };
  if (leftMs < 0) {
    const days = Math.floor(-leftMs / DAY_MS);
    return {
      tone: 'overdue',
      text: days === 0 ? 'overdue' : t('{days, plural, one {# day} other {# days}} overdue', { days }),
    };
  }
  if (leftMs < DAY_MS) return { tone: 'soon', text: t('within a day') };
  if (leftMs <= SOON_MS)
    return {
      tone: 'soon',
      text: t('in {floor, plural, one {# day} other {# days}}', { floor: Math.floor(leftMs / DAY_MS) }),
    };
  return { tone: 'later', text: relativeTime(dueAt, now) };
}

const whole = new Intl.NumberFormat(language);

/** 12345 -> "12,345". */
export const number = (value: number): string => whole.format(value);

/** "a, b and c". */
export const listed = (items: readonly string[]): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(items);

/** Bytes in the unit people use: "812 kB". */
export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`;
  if (value < 1_000_000) return t('{round} kB', { round: Math.round(value / 1_000) });
  return t('{toFixed} MB', { toFixed: (value / 1_000_000).toFixed(1) });
}

/** 0.0234 -> "2.3 %"; small chances keep a digit that says something. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 ? Math.round(value) : value.toFixed(value >= 0.1 ? 1 : 2)} %`;
}

/** "bug-bounty" -> "bug bounty"; for kinds, phases and states. */
export const words = (key: string): string => wordsOf(key);

/** "bug-bounty" -> "Bug bounty". */
export function capitalised(key: string): string {
  const text = words(key);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a token is missing" as a sentence among others. */
export const sentenceOf = (text: string): string => {
  const whole = text.trim();
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}${/[.!?…]$/.test(whole) ? '' : '.'}`;
};
