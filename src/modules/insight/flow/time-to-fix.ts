import type { Kysely } from 'kysely';
import { formulasOf } from '../../../contract/insights/shared.ts';
import type { TimeToFixAnswer, TimeToFixQuery } from '../../../contract/insights/time-to-fix.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import type { DB } from '../../schema.gen.ts';
import {
  addDays,
  addMonths,
  lastOfMonth,
  latest,
  monthName,
  monthOf,
  monthOfWeek,
  monthsOf,
  quarterOf,
} from '../asking/calendar.ts';
import { type Counts, openCounts } from '../asking/counts.ts';
import {
  cellFilter,
  firstLookOf,
  looksNote,
  todayOf,
  understoodOf,
  type Window,
  windowOf,
} from '../asking/filter.ts';
import { findScope, rowsOf, type Scope } from '../asking/scope.ts';
import { curveOf, type FixCurve } from './fix-curves.ts';
import { hasTimeSince, keptWithin, withinOf } from './within.ts';

/** The running quarter and the four before it. */
const QUARTERS_BEFORE = 4;
const WHOLE_MONTHS = { first: monthOf, last: lastOfMonth };

type Filter = ReturnType<typeof cellFilter> & { firstLook: false | undefined };

/** How long does a fix take? */
export async function timeToFix(db: Kysely<DB>, query: TimeToFixQuery, now: Date): Promise<TimeToFixAnswer> {
  const today = todayOf(now);
  const usual = {
    from: addMonths(quarterOf(today), -3 * QUARTERS_BEFORE),
    to: lastOfMonth(monthOf(today)),
  };
  const window = windowOf(query, usual, WHOLE_MONTHS);
  const [scope, counts] = await Promise.all([findScope(db, query), openCounts(db)]);
  const filter = { ...cellFilter(query), firstLook: firstLookOf(query.firstLooks) };
  const severity = query.severity ?? 'critical';
  const days = keptWithin(query.within);
  const what = query.priority === undefined ? severity : `${severity} ${query.priority}`;
  const critical = { ...filter, ...cellFilter({ ...query, severity }) };
  const [curves, told] = await Promise.all([
    curvesOf(counts, scope.id, { ...filter, severity: undefined }, window, today),
    withinGroups(db, counts, scope, query.by, critical, window, { today, days, what }),
  ]);
  const total = withinOf(told.whole, days, what);
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: total.share.of === 0 ? (medianWords(curves) ?? total.sentence) : total.sentence,
    filter: understoodOf(scope, { ...query, severity }, window),
    notes: [
      'The curves are of all severities; the severity is about the share fixed in time.',
      'Ages of what is open are counted from the middle of its week of opening.',
      ...(days === query.within ? [] : [`Counts are kept for ${days} days, not for ${query.within}.`]),
      ...looksNote(query.firstLooks),
      ...told.notes,
    ],
    formula: formulasOf('survival', 'median', 'p90', 'within'),
    curves,
    within: { ...total, days, what, by: told.by, groups: told.groups },
  };
}

/** A curve for each priority of which there is anything. Open ones are those whose week's Thursday lies in the months. */
async function curvesOf(
  counts: Counts,
  scopeId: string,
  filter: Filter,
  window: Window,
  today: string,
): Promise<FixCurve[]> {
  const [fixed, open] = await Promise.all([
    counts.read({ ...filter, ...window, scopeId, measure: 'fixedIn' }, ['priority', 'days']),
    counts.read({ ...filter, ...weeksOfMonths(window), scopeId, measure: 'open' }, ['at', 'priority']),
  ]);
  return PRIORITIES.map((priority, rank) => {
    const mine = <Row extends { priority: number }>(rows: readonly Row[]) =>
      rows.filter((row) => row.priority === rank);
    return curveOf(priority, mine(fixed), mine(open), today);
  }).filter(({ n }) => n > 0);
}

/** Mondays of the weeks whose Thursday lies in the window. */
const weeksOfMonths = ({ from, to }: Window): Window => ({ from: shifted(from), to: shifted(to) });
const shifted = (day: string) => addDays(day, -3);

interface Tally {
  opened: number;
  inTime: number;
  waiting: number;
}
const noTally = (): Tally => ({ opened: 0, inTime: 0, waiting: 0 });

/** What is counted for "of N critical, M fixed within 14 days", as a whole and by group. */
async function withinGroups(
  db: Kysely<DB>,
  counts: Counts,
  scope: Scope,
  by: TimeToFixQuery['by'],
  filter: Filter,
  window: Window,
  { today, days, what }: { today: string; days: number; what: string },
): Promise<Pick<TimeToFixAnswer['within'], 'by' | 'groups'> & { whole: Tally; notes: string[] }> {
  const rows = by === 'team' || by === 'unit' ? await rowsOf(db, scope, by) : { by, members: [], notes: [] };
  const ids = [scope.id, ...rows.members.map(({ id }) => id).filter((id) => id !== scope.id)];
  const column = by === 'tool' ? (['tool'] as const) : [];
  const weeks = weeksOfMonths(window);
  const since = hasTimeSince(today, days);
  const young = { from: latest(weeks.from, since), to: weeks.to };
  const [opened, fixed, open] = await Promise.all([
    counts.readEach(ids, { ...filter, ...window, measure: 'cohort' }, ['at', ...column]),
    counts.readEach(ids, { ...filter, ...window, measure: 'fixedIn' }, ['at', 'days', ...column]),
    counts.readEach(ids, { ...filter, ...young, measure: 'open' }, ['at', ...column]),
  ]);
  const tallies = new Map<string, Tally>();
  const whole = noTally();
  const add = (field: keyof Tally, month: string, cell: { scope_id: string; tool?: string; n: number }) => {
    if (cell.scope_id === scope.id) whole[field] += cell.n;
    const key = by === 'month' ? month : by === 'tool' ? (cell.tool ?? '') : cell.scope_id;
    const tally = tallies.get(key) ?? noTally();
    tally[field] += cell.n;
    tallies.set(key, tally);
  };
  for (const cell of opened) add('opened', cell.at, cell);
  for (const cell of fixed) if (cell.days <= days) add('inTime', cell.at, cell);
  for (const cell of open) add('waiting', monthOfWeek(cell.at), cell);
  const shown =
    by === 'month'
      ? monthsOf(window.from, window.to).map((at) => ({ id: at, key: at, name: monthName(at), at }))
      : by === 'tool'
        ? [...tallies.keys()].sort().map((id) => ({ id, key: id, name: id || 'unknown', at: null }))
        : rows.members.map((member) => ({ ...member, at: null }));
  return {
    by: rows.by,
    whole,
    notes: rows.notes,
    groups: shown.map(({ id, key, name, at }) => ({
      key,
      name,
      at,
      ...withinOf(tallies.get(id) ?? noTally(), days, what),
    })),
  };
}

function medianWords(curves: readonly FixCurve[]): string | null {
  const [first] = curves;
  if (!first) return null;
  return first.median.value === null
    ? `Of ${first.n.toLocaleString('en')} findings of priority ${first.priority}, fewer than half are fixed so far.`
    : `Half of the findings of priority ${first.priority} are fixed within ${first.median.value} days.`;
}

export function timeToFixTable({ curves, within }: TimeToFixAnswer) {
  return {
    header: ['by', 'of', 'n', 'fixed', 'open', 'median_days', 'p90_days', 'share_in_time', 'low', 'high'],
    rows: [
      ...curves.map(({ priority, n, fixed, open, median, p90 }) => [
        'priority',
        priority,
        n,
        fixed,
        open,
        median.value,
        p90.value,
        null,
        null,
        null,
      ]),
      ...within.groups.map(({ name, share, waiting }) => [
        within.by,
        name,
        share.of,
        share.n,
        waiting,
        null,
        null,
        share.share,
        share.low,
        share.high,
      ]),
    ],
  };
}
