import { type Kysely, sql } from 'kysely';
import type { IdSource } from '../../kernel/ids.ts';

/** An act towards another system. */
export interface PlannedAct {
  /** Which handler performs it. */
  topic: string;
  /** The same act planned twice is one act. Handlers pass it on where the other system takes one. */
  idempotencyKey: string;
  payload: Record<string, unknown>;
  /** The acts of one lane are performed by one worker at a time: the id of a connection. */
  lane: string;
  /** Acts about one subject are performed one after the other, in the order in which they were planned. */
  subject?: string;
  /** What it is about, for people: "PAY-12 Upgrade lodash". */
  about?: string;
  /** Not before; without it, at once. */
  dueAt?: Date;
}

export const LANE_JOB = 'outbox.lane';

/** Acts written by one statement: memory and the length of a statement stay bounded. */
const AT_ONCE = 5_000;

/**
 * Plans acts, and wakes their lanes, in the transaction that made them necessary. What is planned already is left
 * as it is.
 * @returns how many are new
 */
export async function plan<Schema>(
  tx: Kysely<Schema>,
  ids: IdSource,
  acts: readonly PlannedAct[],
): Promise<number> {
  let planned = 0;
  for (let from = 0; from < acts.length; from += AT_ONCE) {
    const rows = JSON.stringify(acts.slice(from, from + AT_ONCE).map((act) => ({ ...act, id: ids.next() })));
    const inserted = await sql<{ lane: string; acts: number }>`
      with planned as (
        insert into outbox (id, topic, idempotency_key, payload, lane, subject, about, due_at)
        select id, topic, "idempotencyKey", payload, lane, subject, about, coalesce("dueAt", now())
        from jsonb_to_recordset(${rows}::jsonb)
          as g(id uuid, topic text, "idempotencyKey" text, payload jsonb, lane text, subject text, about text, "dueAt" timestamptz)
        on conflict (idempotency_key) do nothing
        returning lane, due_at
      ), woken as (
        select lane, count(*)::int as acts, ${wake('lane', 'min(due_at)')} from planned group by lane
      )
      select lane, acts from woken`.execute(tx);
    for (const { acts: count } of inserted.rows) planned += count;
  }
  return planned;
}

/**
 * Wakes the lanes that have acts and no job: after a restore, or when a process died on a job's last attempt. For
 * the start of a process.
 * @returns how many
 */
export async function resume<Schema>(db: Kysely<Schema>): Promise<number> {
  const woken = await sql`
    with idle as (
      select o.lane, min(o.due_at) as due_at from outbox o
      where o.state = 'pending' and not exists (
        select from graphile_worker.jobs j
        where j.key = 'lane:' || o.lane and (j.attempts < j.max_attempts or j.locked_at is not null))
      group by o.lane
    )
    select lane, ${wake('lane', 'due_at')} from idle`.execute(db);
  return woken.rows.length;
}

/** Has the acts of these lanes looked at now. */
export const wakeLanes = <Schema>(db: Kysely<Schema>, lanes: readonly string[]) =>
  sql`select ${wake('lane', 'now()')} from unnest(${[...new Set(lanes)]}::text[]) as lane`.execute(db);

/**
 * One job a lane, and one worker at a time at it: the job's key is the lane's, and so is its queue. A lane that is
 * at work gets a second job, which begins when the first ends.
 */
const wake = (lane: string, at: string) => sql`graphile_worker.add_job(
  ${sql.lit(LANE_JOB)}, payload := json_build_object('lane', ${sql.raw(lane)}), queue_name := 'lane:' || ${sql.raw(lane)},
  run_at := ${sql.raw(at)}, max_attempts := 25, job_key := 'lane:' || ${sql.raw(lane)})`;
