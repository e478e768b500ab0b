import type { RegimeAsk } from '../../../kernel/decision.ts';
import type { Facts } from '../deciding/facts.ts';
import { ON_UPGRADE } from '../regimes/regime.ts';
import type { Ask } from './ask.ts';
import type { Calendar } from './calendar.ts';
import { type Start, startOf } from './clock.ts';
import { describeLength, endOf } from './length.ts';
import { DAY_MS, isoOf } from './moment.ts';
import { describePause, type Pause, pausedSince } from './pause.ts';
import { nextReview } from './review.ts';

/** What has to be known of a finding beside its facts to date it. */
export interface Undated {
  asks: readonly Ask[];
  /** Nothing can be installed yet: dates are those of a mitigation. */
  noFix: boolean;
  /** Days until something without a date is looked at again; null = it is not. */
  reviewDays: number | null;
  /** The same for what is held, with or without a date. */
  holdDays: number | null;
  pause: Pause | null;
}

/** The dates of a decision, and the sentences that say why. */
export interface Dated {
  dueAt: string | null;
  regimes: Readonly<Record<string, RegimeAsk>>;
  duties: readonly string[];
  reviewAt: string | null;
  pausedBy: string | null;
  sentences: readonly string[];
}

/** One ask with its date. */
interface Due {
  ask: Ask;
  start: Start | null;
  /** Null = no date, or its clock stands still. */
  ms: number | null;
}

interface Still {
  sinceMs: number;
  dueMs: number | null;
}

/** What each regime asks, when, and the strictest of them. `detection` as `detectionOf` says it. Pure. */
export function dateAsks(calendar: Calendar, undated: Undated, detection: Start | null, facts: Facts): Dated {
  const dues = undated.asks.map((ask) => dueOf(calendar, ask, detection, facts));
  const still = undated.pause && detection ? halt(dues, detection, facts) : null;
  const lead = strictest(dues);
  const dueAt = lead === null ? null : isoOf(lead.ms!);
  const reviewMs = detection ? reviewOf(undated, facts, detection, dueAt !== null, still !== null) : null;
  const reviewAt = reviewMs === null ? null : isoOf(reviewMs);
  return {
    dueAt,
    regimes: regimesOf(dues),
    duties: dutiesOf(undated.asks, dueAt),
    reviewAt,
    pausedBy: still ? undated.pause!.id : null,
    sentences: sentencesOf(undated, { dues, lead, still, detection, reviewAt }, facts),
  };
}

function dueOf(calendar: Calendar, ask: Ask, detection: Start | null, facts: Facts): Due {
  if (detection === null || ask.length === null) return { ask, start: null, ms: null };
  const start = startOf(ask.clock, detection, facts);
  return { ask, start, ms: endOf(calendar, start.ms + stoodMs(ask, facts), ask.length) };
}

/** How long it has stood still; a published table does not know of that. */
function stoodMs({ published }: Ask, { finding: { pausedDays } }: Facts): number {
  return !published && pausedDays !== null && pausedDays > 0 ? pausedDays * DAY_MS : 0;
}

/** Takes the dates of what waits. What had passed before the wait began stays as it was. */
function halt(dues: Due[], detection: Start, { finding, now }: Facts): Still | null {
  const sinceMs = pausedSince(finding.pausedSince, now, detection.ms);
  const waiting = dues.filter(({ ask, ms }) => !ask.published && (ms === null || ms > sinceMs));
  if (!waiting.some(({ ask }) => ask.regime === 'standard')) return null;
  const dueMs = strictest(waiting)?.ms ?? null;
  for (const due of waiting) due.ms = null;
  return { sinceMs, dueMs };
}

/** The earliest; of equals a published one, since it cannot be moved. */
function strictest(dues: readonly Due[]): Due | null {
  let lead: Due | null = null;
  for (const due of dues) {
    if (due.ms === null || due.ask.byHouse) continue;
    const other = lead?.ms ?? Number.POSITIVE_INFINITY;
    if (due.ms < other || (due.ms === other && due.ask.published && !lead!.ask.published)) lead = due;
  }
  return lead;
}

function regimesOf(dues: readonly Due[]): Record<string, RegimeAsk> {
  const regimes: Record<string, RegimeAsk> = {};
  for (const { ask, ms } of dues)
    regimes[ask.regime] = { dueAt: ms === null ? null : isoOf(ms), duties: ask.duties };
  return regimes;
}

const NONE: readonly string[] = [];

/** "With the next upgrade" is an answer only where nothing else has a date. */
function dutiesOf(asks: readonly Ask[], dueAt: string | null): readonly string[] {
  if (asks.length === 1) return NONE;
  const all = asks.flatMap(({ duties }) => duties);
  return [...new Set(dueAt === null ? all : all.filter((duty) => duty !== ON_UPGRADE))];
}

function reviewOf(
  undated: Undated,
  facts: Facts,
  detection: Start,
  dated: boolean,
  still: boolean,
): number | null {
  const { noFix, reviewDays, holdDays } = undated;
  const periods = [!dated && (noFix || still) ? reviewDays : null, holdDays].filter((days) => days !== null);
  let first: number | null = null;
  for (const days of periods) {
    const ms = nextReview(detection.ms, facts.now, days);
    if (ms !== null && (first === null || ms < first)) first = ms;
  }
  return first;
}

interface Told {
  dues: readonly Due[];
  lead: Due | null;
  still: Still | null;
  detection: Start | null;
  reviewAt: string | null;
}

function sentencesOf(undated: Undated, told: Told, facts: Facts): string[] {
  const { dues, lead, still, reviewAt } = told;
  const review = reviewAt === null ? '' : `looked at again by ${reviewAt.slice(0, 10)}`;
  const halted = still ? describePause(undated.pause!, still.sinceMs, still.dueMs) : null;
  if (lead) {
    return [
      describeDue(undated, lead, dues, facts),
      ...(halted ? [`the clock of the house standard ${halted}`] : []),
      ...(review ? [review] : []),
    ];
  }
  const why = describeNoDate(undated, told, halted);
  return [review ? `${why}; ${review}` : why];
}

function describeNoDate(undated: Undated, { dues, detection }: Told, halted: string | null): string {
  if (dues.some(({ ask }) => ask.length !== null && !ask.byHouse)) {
    if (halted) return `no date: its clock ${halted}`;
    return detection
      ? 'no date: the time of detection cannot be right'
      : 'no date: it is not known when it was detected';
  }
  if (undated.noFix) return 'no fix date: the clock of the fix starts when a fix appears';
  return `no date: ${undated.asks[0]!.by} goes along with other work`;
}

function describeDue(undated: Undated, lead: Due, dues: readonly Due[], facts: Facts): string {
  const { ask, start } = lead;
  const stood = stoodMs(ask, facts) / DAY_MS;
  return [
    `${undated.noFix ? 'mitigate' : 'due'} in ${describeLength(ask.length!)}: ${ask.by}, counted from ${start!.from}`,
    stood > 0 ? ` and ${Math.round(stood * 10) / 10} days for which it stood still` : '',
    dues.length > 1 ? describeOthers(lead, dues) : '',
    undated.noFix ? '; the clock of the fix starts when a fix appears' : '',
  ].join('');
}

function describeOthers(lead: Due, dues: readonly Due[]): string {
  const others = dues.filter((due) => due !== lead && due.ms !== null && !due.ask.byHouse);
  const told = ({ ask: { name, length, row } }: Due) =>
    `${name} (${describeLength(length!)}${row === null ? '' : `: ${row}`})`;
  const later = others.filter(({ ms }) => ms! > lead.ms!).map(told);
  const equal = others.filter(({ ms }) => ms === lead.ms).map(told);
  return [
    later.length > 0 ? `; stricter than ${later.join(' and ')}` : '',
    equal.length > 0 ? `; the same as ${equal.join(' and ')}` : '',
  ].join('');
}
