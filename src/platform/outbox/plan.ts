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
  const lanes = new Set<string>();
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
        returning lane
      )
      select lane, count(*)::int as acts from planned group by lane`.execute(tx);
    for (const { lane, acts: count } of inserted.rows) {
      lanes.add(lane);
      planned += count;
    }
  }
  if (lanes.size > 0) await wakeLanes(tx, [...lanes]);
  return planned;
}

/**
 * Wakes the lanes that have acts and no job: after a restore, when a process died on a job's last attempt, or when a
 * wake met a job that began that very moment.
 * @returns how many
 */
export async function resume<Schema>(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ lane: string }>`
    select distinct o.lane from outbox o
    where o.state = 'pending' and not exists (
      select from graphile_worker.jobs j
      where j.key = 'lane:' || o.lane and (j.attempts < j.max_attempts or j.locked_at is not null))`.execute(
    db,
  );
  const lanes = rows.map(({ lane }) => lane);
  if (lanes.length > 0) await wakeLanes(db, lanes);
  // Jobs of workers that died, of which a successor has the key and the work, are not tried any more.
  await sql`
    select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs
    where task_identifier = ${LANE_JOB} and key is null and locked_at is null and attempts >= max_attempts
    having count(*) > 0`.execute(db);
  return lanes.length;
}

/** Of the job of a lane and of its queue. */
export const laneKey = (lane: string): string => `lane:${lane}`;

/**
 * Has the acts of these lanes looked at now. One job a lane, and one worker at a time at it: the job's key is the
 * lane's, and so is its queue. A lane that is at work gets a second job, which begins when the first ends. Always at
 * once, even for acts that are due later: a job that waits is replaced, and must not be put off. In one order, so
 * that transactions that wake the same lanes do not wait for each other in a circle.
 */
export const wakeLanes = <Schema>(db: Kysely<Schema>, lanes: readonly string[]) =>
  sql`
  select graphile_worker.add_job(${LANE_JOB}, payload := json_build_object('lane', lane), queue_name := 'lane:' || lane,
    run_at := now(), max_attempts := 25, job_key := 'lane:' || lane)
  from unnest(${[...new Set(lanes)].sort()}::text[]) as lane`.execute(db);
