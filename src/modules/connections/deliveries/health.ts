import { type Kysely, sql } from 'kysely';
import type { LaneHealth } from '../../../contract/deliveries.ts';
import type { DB } from '../../schema.gen.ts';
import type { ConnectionName } from './shown-delivery.ts';

interface Row {
  lane: string;
  pending: number;
  parked: number;
  done: number;
  last_done_at: Date | null;
  oldest_at: Date | null;
  paused_until: Date | null;
  because: string | null;
  error_code: string | null;
}

/** Every lane that has something to say, and every connection by which things could go out. */
export async function lanesHealthOf(
  db: Kysely<DB>,
  names: ReadonlyMap<string, ConnectionName>,
  now: Date,
): Promise<LaneHealth[]> {
  const { rows } = await sql<Row>`
    with open as materialized (
      select lane, count(*) filter (where state = 'pending')::int as pending,
        count(*) filter (where state = 'parked')::int as parked,
        min(created_at) filter (where state = 'pending') as oldest_at
      from outbox where state <> 'done' group by lane)
    select l.lane, coalesce(o.pending, 0) as pending, coalesce(o.parked, 0) as parked, d.done, e.last_done_at, o.oldest_at,
      p.paused_until, p.because, p.error_code
    from (select unnest(${[...names.keys()]}::text[]) as lane
          union select lane from open union select lane from outbox_lane) l
    left join open o on o.lane = l.lane
    cross join lateral (
      select count(*)::int as done from outbox
      where lane = l.lane and state = 'done' and done_at > ${now}::timestamptz - interval '1 day') d
    cross join lateral (select max(done_at) as last_done_at from outbox where lane = l.lane and state = 'done') e
    left join outbox_lane p on p.lane = l.lane and p.paused_until > ${now}
    order by l.lane`.execute(db);
  return rows.map((row) => ({
    connection: names.get(row.lane) ?? null,
    pending: row.pending,
    parked: row.parked,
    done: row.done,
    lastDoneAt: row.last_done_at?.toISOString() ?? null,
    oldestAt: row.oldest_at?.toISOString() ?? null,
    paused: row.paused_until && {
      until: row.paused_until.toISOString(),
      code: row.error_code ?? 'LK-NETWORK',
      says: row.because ?? 'It cannot be reached.',
    },
  }));
}
