import { type Kysely, sql, type Transaction } from 'kysely';
import type { IdSource } from '../../kernel/ids.ts';

/** An act towards another system. */
export interface PlannedAct {
  /** Which handler performs it. */
  topic: string;
  /** The same act planned twice is one act. Handlers pass it on where the other system takes one. */
  idempotencyKey: string;
  payload: Record<string, unknown>;
  /** Acts of one queue are performed one after the other, in the order in which they were planned. */
  queue?: string;
}

export const DELIVER_JOB = 'outbox.deliver';
/** With graphile-worker's waits of exp(attempt) seconds: the last try is about 2.5 hours after the first. */
const MAX_ATTEMPTS = 10;

/**
 * Plans acts, and the jobs that perform them, in the transaction that made them necessary. What is planned
 * already is left as it is.
 * @returns ids of the acts that are new
 */
export async function plan<Schema>(
  tx: Transaction<Schema>,
  ids: IdSource,
  ...acts: PlannedAct[]
): Promise<string[]> {
  if (acts.length === 0) return [];
  const rows = JSON.stringify(acts.map((act) => ({ ...act, id: ids.next() })));
  const planned = await sql<{ id: string }>`
    with given as (
      select * from jsonb_to_recordset(${rows}::jsonb)
        as g(id uuid, topic text, "idempotencyKey" text, payload jsonb, queue text)
    ), planned as (
      insert into outbox (id, topic, idempotency_key, payload)
      select id, topic, "idempotencyKey", payload from given
      on conflict (idempotency_key) do nothing
      returning id
    ), enqueued as (
      select planned.id, (${addDeliverJob('planned.id', 'given.queue')}).id as job
      from planned join given on given.id = planned.id order by planned.id
    )
    select id from enqueued where job is not null`.execute(tx);
  return planned.rows.map(({ id }) => id);
}

/**
 * Plans the delivery again of acts that wait but have no job: after a restore, or when a process died on
 * the last attempt. For the start of a process.
 * @returns how many
 */
export async function resume<Schema>(db: Kysely<Schema>): Promise<number> {
  const resumed = await sql`
    select ${addDeliverJob('o.id', 'null')} from outbox o
    where o.state = 'pending' and not exists (
      select from graphile_worker.jobs j
      where j.key = 'outbox:' || o.id and (j.attempts < j.max_attempts or j.locked_at is not null))
    order by o.created_at, o.id`.execute(db);
  return resumed.rows.length;
}

/** The job's key is the act's: planned again, it replaces the one that waits. */
export const addDeliverJob = (id: string, queue: string) => sql`graphile_worker.add_job(
  ${sql.lit(DELIVER_JOB)}, payload := json_build_object('id', ${sql.raw(id)}), queue_name := ${sql.raw(queue)},
  max_attempts := ${sql.lit(MAX_ATTEMPTS)}, job_key := 'outbox:' || ${sql.raw(id)})`;
