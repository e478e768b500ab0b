import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { conditionsOf, type Filter } from './conditions.ts';
import { findPlaces, type Reach } from './find.ts';

/** How many are counted one by one. */
const MOST = 500;
/** Numbers beside a list are not to take longer than the list. */
const REACH: Reach = { first: 300, next: 1_000, most: 1_300, rare: 1_000 };

export interface Tally {
  count: number;
  /** There are more than were counted: the first in the order of lists were. */
  more: boolean;
  /** Counts by column and value: `priority` "0", `tool` "semgrep", `week` "2026-03-02" (of opening, Monday, UTC). */
  by: Map<TallyColumn, Map<string, number>>;
}

export const TALLY_COLUMNS = [
  'priority',
  'severity',
  'kind',
  'tool',
  'team',
  'phase',
  'state',
  'exploited',
  'week',
] as const;
export type TallyColumn = (typeof TALLY_COLUMNS)[number];

/** Counts what a filter holds, one by one and up to a limit: for filters of which no counts are kept. */
export async function tallyFindings(db: Kysely<DB>, filter: Filter, now: Date): Promise<Tally> {
  const by: Tally['by'] = new Map(TALLY_COLUMNS.map((column) => [column, new Map()]));
  const conditions = await conditionsOf(db, filter, now);
  if (!conditions) return { count: 0, more: false, by };
  const { places, stoppedAt } = await findPlaces({ db, conditions }, null, MOST + 1, REACH);
  const ids = places.slice(0, MOST).map(({ id }) => id);
  const values = TALLY_COLUMNS.map((column) => sql.ref(column));
  const { rows } = await sql<{ n: number } & Record<TallyColumn, string | null>>`
    select ${sql.join(values)}, count(*)::int as n from (
      select f.priority::text, f.severity::text, f.kind, s.tool, f.owner_team_id::text as team, f.phase,
        case when f.state = 'reopened' then 'open' else f.state end as state, f.exploited::text,
        to_char(date_trunc('week', f.opened_at at time zone 'UTC'), 'YYYY-MM-DD') as week
      from unnest(${ids}::uuid[]) as i(id) join finding f on f.id = i.id join stream s on s.id = f.stream_id
    ) f group by grouping sets (${sql.join(values.map((value) => sql`(${value})`))})`.execute(db);
  for (const row of rows)
    for (const column of TALLY_COLUMNS) {
      const value = row[column];
      if (value !== null) by.get(column)!.set(value, row.n);
    }
  return { count: ids.length, more: places.length > MOST || stoppedAt !== null, by };
}
