import { type Kysely, sql } from 'kysely';
import { PRIORITIES, type Priority } from '../../../../kernel/decision.ts';
import type { DB } from '../../../schema.gen.ts';
import { COMPANY, DUE, MEASURES } from '../../rollup/measures.ts';
import { type Flow, lastWeeks, mondayOf, openByWeek, WEEKS } from './weeks.ts';

/** What counts as risk on pages about units: P0, P1 and P2. */
const RISKY = 2;

/** What the cells say of one scope. */
export interface ScopeCounts {
  openByPriority: Record<Priority, number>;
  open: number;
  openBefore: number;
  trend: number[];
  overdue: number;
  deadlines: { met: number; of: number };
}

interface Row {
  scope: string;
  what: 'standing' | 'overdue' | 'overdue today' | 'flow' | 'due';
  /** A priority, a week, or what became of a date. */
  part: string;
  n: number;
}

/**
 * The counts of many scopes at once, each from few cells: one statement, however many teams a unit has.
 * @param scopeIds of teams and units, or `COMPANY`
 */
export async function countsOfScopes(
  db: Kysely<DB>,
  scopeIds: readonly string[],
  now: Date,
): Promise<(scopeId: string) => ScopeCounts> {
  const weeks = lastWeeks(now);
  const { rows } = await sql<Row>`
    with scope as (select unnest(${[...new Set(scopeIds)]}::uuid[]) as id)
    select c.* from scope s cross join lateral (
      select s.id as scope, 'standing' as what, priority::text as part, sum(n)::int as n from insight_cell
      where scope_id = s.id and measure = ${MEASURES.standing}::smallint group by priority
      union all
      select s.id, 'overdue', '', sum(n)::int from insight_cell
      where scope_id = s.id and measure = ${MEASURES.tickets}::smallint and at < ${now.toISOString().slice(0, 10)}::date
      having sum(n) > 0
      union all
      select s.id, 'overdue today', '', count(*)::int from v_tickets_ticket k
      where k.state <> 'closed' and k.due_at >= ${`${now.toISOString().slice(0, 10)}T00:00:00Z`}::timestamptz and k.due_at < ${now}
        and (s.id = ${COMPANY}::uuid or k.team_id in (select team_id from insight_scope where scope_id = s.id))
      having count(*) > 0
      union all
      select s.id, 'flow', to_char(at, 'YYYY-MM-DD'), sum(case when measure = ${MEASURES.opened}::int then n else -n end)::int
      from insight_cell
      where scope_id = s.id
        and measure in (${MEASURES.opened}::smallint, ${MEASURES.fixed}::smallint, ${MEASURES.excepted}::smallint)
        and at >= ${weeks[0]}::date and priority <= ${RISKY}::int
      group by at
      union all
      select s.id, 'due', days::text, sum(n)::int from insight_cell
      where scope_id = s.id and measure = ${MEASURES.due}::smallint
        and at >= ${mondayOf(now, -WEEKS)}::date and at < ${weeks.at(-1)}::date
      group by days
    ) c`.execute(db);
  const byScope = Map.groupBy(rows, ({ scope }) => scope);
  return (scopeId) => countsOf(byScope.get(scopeId) ?? [], weeks);
}

/** Pure. */
function countsOf(rows: readonly Row[], weeks: readonly string[]): ScopeCounts {
  const of = (what: Row['what'], part: string) =>
    rows.find((row) => row.what === what && row.part === part)?.n ?? 0;
  const standing = PRIORITIES.map((_, rank) => of('standing', `${rank}`));
  const open = standing.slice(0, RISKY + 1).reduce((sum, n) => sum + n, 0);
  const flows: Flow[] = rows.flatMap(({ what, part, n }) => (what === 'flow' ? { week: part, net: n } : []));
  const met = of('due', `${DUE.met}`);
  return {
    openByPriority: Object.fromEntries(
      PRIORITIES.map((priority, rank) => [priority, standing[rank] ?? 0]),
    ) as Record<Priority, number>,
    open,
    openBefore: open - flows.reduce((sum, { net }) => sum + net, 0),
    trend: openByWeek(open, flows, weeks),
    overdue: of('overdue', '') + of('overdue today', ''),
    deadlines: { met, of: met + of('due', `${DUE.late}`) + of('due', `${DUE.open}`) },
  };
}
