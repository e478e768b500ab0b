import { type Kysely, sql } from 'kysely';
import type { TeamCourse } from '../../../../contract/meetings.ts';
import { PRIORITIES, type Priority } from '../../../../kernel/decision.ts';
import type { DB } from '../../../schema.gen.ts';
import { MEASURES } from '../../rollup/measures.ts';
import { lastWeeks, openByWeek } from '../units/weeks.ts';

interface Row {
  priority: number;
  /** Null: open now. */
  week: string | null;
  n: number;
}

/** Open findings of a scope by priority at the end of each of the last 13 weeks, told backwards from now. */
export async function weeksByPriority(
  db: Kysely<DB>,
  scopeId: string,
  now: Date,
): Promise<TeamCourse['weeks']> {
  const weeks = lastWeeks(now);
  const { rows } = await sql<Row>`
    select priority::int, null::text as week, sum(n)::int as n from insight_cell
    where scope_id = ${scopeId}::uuid and measure = ${MEASURES.standing}::smallint group by priority
    union all
    select priority::int, to_char(at, 'YYYY-MM-DD'),
      sum(case when measure = ${MEASURES.opened}::int then n else -n end)::int
    from insight_cell
    where scope_id = ${scopeId}::uuid
      and measure in (${MEASURES.opened}::smallint, ${MEASURES.fixed}::smallint, ${MEASURES.excepted}::smallint)
      and at >= ${weeks[0]}::date
    group by priority, at`.execute(db);
  const series = PRIORITIES.map((_, rank) => {
    const mine = rows.filter(({ priority }) => priority === rank);
    const openNow = mine.find(({ week }) => week === null)?.n ?? 0;
    const flows = mine.flatMap(({ week, n }) => (week === null ? [] : [{ week, net: n }]));
    return openByWeek(openNow, flows, weeks);
  });
  return weeks.map((week, index) => ({
    week,
    openByPriority: Object.fromEntries(
      PRIORITIES.map((priority, rank) => [priority, series[rank]![index]!]),
    ) as Record<Priority, number>,
  }));
}

/** Tools whose first finding of this scope lies in the last 13 weeks: a spike after it is the tool's, not the team's. */
export async function introductions(
  db: Kysely<DB>,
  scopeId: string,
  now: Date,
): Promise<TeamCourse['introductions']> {
  const { rows } = await sql<{ tool: string; week: string }>`
    select i.tool, to_char(i.week, 'YYYY-MM-DD') as week from (
      select tool, min(at) as week from insight_cell
      where scope_id = ${scopeId}::uuid and measure = ${MEASURES.opened}::smallint and tool not in ('', 'by-hand') and n > 0
      group by tool
    ) i where i.week >= ${lastWeeks(now)[0]}::date order by i.week, i.tool`.execute(db);
  return rows;
}
