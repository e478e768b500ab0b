import { type Kysely, sql } from 'kysely';
import type { TargetMeasure } from '../../../contract/insights/targets.ts';
import type { DB } from '../../schema.gen.ts';
import { addDays, addMonths, lastOfQuarter, weekOf } from '../asking/calendar.ts';
import type { Counts } from '../asking/counts.ts';
import { ageInDays } from '../flow/fix-curves.ts';
import { keptBriefly } from '../kept-briefly.ts';
import { COMPANY, DUE } from '../rollup/measures.ts';
import { type Day, dayReached, kaplanMeier } from '../statistics/survival.ts';
import { unownedByUnit } from './store.ts';

/** Today's number, and how much lies behind it. */
export interface Today {
  value: number | null;
  n: number;
}

/** Priorities up to this rank are the urgent ones: P0 and P1. */
const URGENT = 1;

/** Today's number of a measure for many scopes at once, by scope id. All findings count, those of first looks too. */
export function todayOfMeasure(
  db: Kysely<DB>,
  counts: Counts,
  measure: TargetMeasure,
  scopeIds: readonly string[],
  quarter: string,
  today: string,
): Promise<Map<string, Today>> {
  switch (measure) {
    case 'open-p0-p1':
      return urgentOpen(counts, scopeIds);
    case 'deadlines-met':
      return deadlinesMet(counts, scopeIds, quarter, today);
    case 'median-days':
      return medianDays(counts, scopeIds, quarter, today);
    case 'unowned':
      return unowned(db, scopeIds);
  }
}

async function urgentOpen(counts: Counts, scopeIds: readonly string[]): Promise<Map<string, Today>> {
  const cells = await counts.readEach(scopeIds, { measure: 'standing' }, ['priority']);
  const urgent = cells.filter(({ priority }) => priority <= URGENT);
  return each(scopeIds, urgent, (mine) => {
    const n = mine.reduce((sum, cell) => sum + cell.n, 0);
    return { value: n, n };
  });
}

async function deadlinesMet(counts: Counts, scopeIds: readonly string[], quarter: string, today: string) {
  // Weeks whose Thursday lies in the quarter, and that are over.
  const window = { from: addDays(quarter, -3), to: addDays(weekOf(today), -1) };
  const cells = await counts.readEach(scopeIds, { ...window, measure: 'due' }, ['days']);
  return each(scopeIds, cells, (mine) => {
    const n = mine.reduce((sum, cell) => sum + cell.n, 0);
    const met = mine.reduce((sum, cell) => (cell.days === DUE.met ? sum + cell.n : sum), 0);
    return { value: n > 0 ? met / n : null, n };
  });
}

/** Of what was opened in this quarter and the one before. */
async function medianDays(counts: Counts, scopeIds: readonly string[], quarter: string, today: string) {
  const from = addMonths(quarter, -3);
  const to = lastOfQuarter(quarter);
  const [fixed, open] = await Promise.all([
    counts.readEach(scopeIds, { measure: 'fixedIn', from, to }, ['days']),
    counts.readEach(scopeIds, { measure: 'open', from: addDays(from, -3), to: addDays(to, -3) }, ['at']),
  ]);
  const days = [
    ...fixed.map(({ scope_id, days, n }) => ({ scope_id, days, fixed: n, open: 0 })),
    ...open.map(({ scope_id, at, n }) => ({ scope_id, days: ageInDays(at, today), fixed: 0, open: n })),
  ];
  return each(scopeIds, days, (mine: readonly Day[]) => ({
    value: dayReached(kaplanMeier(mine), 0.5).value,
    n: mine.reduce((sum, day) => sum + day.fixed + day.open, 0),
  }));
}

async function unowned(db: Kysely<DB>, scopeIds: readonly string[]): Promise<Map<string, Today>> {
  const [counted, above] = await Promise.all([unownedOf(db), unitsWithin(db)]);
  const cells = [...counted].flatMap(([unit, n]) =>
    [COMPANY, ...(unit === null ? [] : (above.get(unit) ?? []))].map((scope_id) => ({ scope_id, n })),
  );
  return each(scopeIds, cells, (mine) => {
    const n = mine.reduce((sum, cell) => sum + cell.n, 0);
    return { value: n, n };
  });
}

/** Owners come and go without a change in the counts: looked up anew, though not for each who asks. */
function unownedOf(db: Kysely<DB>): ReturnType<typeof unownedByUnit> {
  const briefly = kept.get(db) ?? keptBriefly<Map<string | null, number>>();
  kept.set(db, briefly);
  return briefly('unowned', () => unownedByUnit(db));
}
const kept = new WeakMap<object, ReturnType<typeof keptBriefly<Map<string | null, number>>>>();

/** Each unit with itself and all above it. */
async function unitsWithin(db: Kysely<DB>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; above: string[] }>`
    with recursive held as (
      select id, id as above from v_organisation_unit
      union select h.id, u.parent_id from held h join v_organisation_unit u on u.id = h.above where u.parent_id is not null
    ) select id, array_agg(above) as above from held group by id`.execute(db);
  return new Map(rows.map(({ id, above }) => [id, above]));
}

function each<Cell extends { scope_id: string }>(
  scopeIds: readonly string[],
  cells: readonly Cell[],
  today: (mine: readonly Cell[]) => Today,
): Map<string, Today> {
  const byScope = Map.groupBy(cells, ({ scope_id }) => scope_id);
  return new Map(scopeIds.map((id) => [id, today(byScope.get(id) ?? [])]));
}
