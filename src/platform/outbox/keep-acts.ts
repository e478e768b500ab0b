import { type Kysely, sql } from 'kysely';

/** Removed by one statement: locks and the length of a transaction stay bounded. */
const AT_ONCE = 10_000;

/**
 * Removes acts that were done before that time; what waits or is parked stays.
 * @returns how many
 */
export async function forgetDoneActs<Schema>(db: Kysely<Schema>, before: Date): Promise<number> {
  for (let removed = 0; ; ) {
    const { numAffectedRows } = await sql`
      delete from outbox where id in (
        select id from outbox where state = 'done' and done_at < ${before} limit ${AT_ONCE})`.execute(db);
    removed += Number(numAffectedRows ?? 0);
    if (Number(numAffectedRows ?? 0) < AT_ONCE) return removed;
  }
}

export interface LaneCount {
  lane: string;
  state: 'pending' | 'parked';
  acts: number;
}

/** What waits and what is parked, by lane. */
export async function countOpenActs<Schema>(db: Kysely<Schema>): Promise<LaneCount[]> {
  const { rows } = await sql<LaneCount>`
    select lane, state, count(*)::int as acts from outbox where state <> 'done' group by lane, state
    order by lane, state`.execute(db);
  return rows;
}
