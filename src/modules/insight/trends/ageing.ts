import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { AgeingAnswer, ageingQuery } from '../../../contract/insights/ageing.ts';
import { type FirstLooks, formulasOf } from '../../../contract/insights/shared.ts';
import { PRIORITIES, type Priority } from '../../../kernel/decision.ts';
import type { DB } from '../../schema.gen.ts';
import { addDays, daysBetween, earliest, weekOf } from '../asking/calendar.ts';
import { openCounts } from '../asking/counts.ts';
import { cellFilter, filterWords, lookOf, todayOf, understoodOf } from '../asking/filter.ts';
import { findScope } from '../asking/scope.ts';
import { plural } from '../asking/shares.ts';

type AgeingQuery = z.infer<typeof ageingQuery>;

/** Up to so many weeks old, both within. */
const BUCKETS = [
  { key: 'week', name: 'This week', fromWeeks: 0, toWeeks: 0 },
  { key: 'month', name: '1 to 4 weeks', fromWeeks: 1, toWeeks: 4 },
  { key: 'quarter', name: '5 to 13 weeks', fromWeeks: 5, toWeeks: 13 },
  { key: 'half', name: '14 to 26 weeks', fromWeeks: 14, toWeeks: 26 },
  { key: 'year', name: '27 to 52 weeks', fromWeeks: 27, toWeeks: 52 },
  { key: 'older', name: 'Over a year', fromWeeks: 53, toWeeks: null },
] as const;

/** How long has what is open been open? */
export async function ageing(db: Kysely<DB>, query: AgeingQuery, now: Date): Promise<AgeingAnswer> {
  const today = todayOf(now);
  const [scope, counts] = await Promise.all([findScope(db, query), openCounts(db)]);
  const opened = { ...(query.from && { from: weekOf(query.from) }), ...(query.to && { to: query.to }) };
  const cells = await counts.read({ ...cellFilter(query), ...opened, scopeId: scope.id, measure: 'open' }, [
    'at',
    'priority',
    'first_look',
  ]);
  const { buckets, total } = aged(cells, weekOf(today), query.firstLooks);
  const first = earliest(weekOf(today), ...cells.map(({ at }) => at));
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: sentenceOf(buckets, total.total, filterWords(query)),
    filter: understoodOf(scope, query, {
      from: opened.from ?? first,
      to: opened.to ?? addDays(weekOf(today), 6),
    }),
    notes: query.firstLooks === 'without' ? ['What first looks found is left out.'] : [],
    formula: formulasOf('age', 'firstLooks'),
    buckets,
    total,
  };
}

interface OpenCell {
  at: string;
  priority: number;
  first_look: boolean;
  n: number;
}

/** @param thisWeek Monday */
function aged(cells: readonly OpenCell[], thisWeek: string, firstLooks: FirstLooks) {
  const counts = () => ({
    byPriority: Object.fromEntries(PRIORITIES.map((name) => [name, 0])) as Record<Priority, number>,
    total: 0,
    firstLooks: firstLooks === 'apart' ? 0 : null,
  });
  const buckets = BUCKETS.map((bucket) => ({ ...bucket, ...counts() }));
  const total = counts();
  for (const cell of cells) {
    const look = lookOf(cell, firstLooks);
    const weeks = Math.max(0, Math.round(daysBetween(cell.at, thisWeek) / 7));
    const bucket = buckets.find(({ toWeeks }) => toWeeks === null || weeks <= toWeeks)!;
    for (const counted of look === 'out' ? [] : [bucket, total]) {
      if (look === 'apart') counted.firstLooks! += cell.n;
      else {
        counted.byPriority[PRIORITIES[cell.priority]!] += cell.n;
        counted.total += cell.n;
      }
    }
  }
  return { buckets, total };
}

function sentenceOf(buckets: readonly { key: string; total: number }[], total: number, what: string): string {
  if (total === 0) return `Nothing${what} is open.`;
  const old = buckets
    .filter(({ key }) => ['half', 'year', 'older'].includes(key))
    .reduce((sum, bucket) => sum + bucket.total, 0);
  const all = `${plural(total, 'finding')}${what} ${total === 1 ? 'is' : 'are'} open`;
  return old === 0
    ? `${all}, none for more than 13 weeks.`
    : `${all}, ${old.toLocaleString('en')} of them for more than 13 weeks.`;
}

export function ageingTable({ buckets }: AgeingAnswer) {
  return {
    header: ['age', ...PRIORITIES, 'total', 'first_looks'],
    rows: buckets.map(({ name, byPriority, total, firstLooks }) => [
      name,
      ...PRIORITIES.map((priority) => byPriority[priority] ?? 0),
      total,
      firstLooks,
    ]),
  };
}
