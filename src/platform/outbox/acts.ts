import { type Kysely, type RawBuilder, sql } from 'kysely';

/** An act that is being performed. */
export interface BegunAct {
  id: string;
  topic: string;
  idempotencyKey: string;
  payload: Record<string, unknown>;
  subject: string | null;
  attempts: number;
  begins: number;
}

export interface LaneState {
  pausedUntil: Date | null;
  failures: number;
}

/** What became of acts, to be written together. */
export interface ActEnd {
  id: string;
  state: 'pending' | 'done' | 'parked';
  /** Whether it counts against the act. */
  counted: boolean;
  /** The other system said no before it did anything. */
  undone: boolean;
  dueAt: Date | null;
  error: string | null;
  code: string | null;
}

/**
 * What a process had begun when it died may still be under way at the other system, where nobody would find it yet:
 * it is left alone for a moment. Shorter than the ten seconds within which others have to take over.
 */
const LEFT_ALONE = sql.lit('7 seconds');

/** An act that waits for an earlier one about the same subject. */
const isBehind = sql`d.subject is not null and exists (
  select from outbox e where e.subject = d.subject and e.lane = d.lane and e.state = 'pending' and e.id < d.id)`;

/** For acts that are named by id: written so that no partial index answers it, which would be walked as a whole. */
const isPending = (act: RawBuilder<unknown>) => sql`${act}.state || '' = 'pending'`;

/**
 * Ids of the acts of a lane that may begin, soonest due first: the first of each subject only, none of a subject at work.
 * What was done lately still lies at the head of the index, so looking costs more the more was done: look for many at
 * once, and begin them piece by piece.
 * @param busy ids and subjects at work in this process
 */
export async function nextActs<Schema>(
  db: Kysely<Schema>,
  lane: string,
  limit: number,
  busy: { ids: readonly string[]; subjects: readonly string[] },
  now: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from outbox d
    where d.lane = ${lane} and d.state = 'pending' and d.due_at <= ${now}
      and (d.begun_at is null or d.begun_at < now() - interval ${LEFT_ALONE})
      and d.id <> all(${busy.ids}::uuid[]) and (d.subject is null or d.subject <> all(${busy.subjects}::text[]))
      and not (${isBehind})
    order by d.due_at, d.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Begins acts that `nextActs` named; those that another process has begun meanwhile are left to it. */
export async function beginActs<Schema>(
  db: Kysely<Schema>,
  ids: readonly string[],
  now: Date,
): Promise<BegunAct[]> {
  const { rows } = await sql<BegunAct>`
    with free as materialized (
      select id from outbox d
      where d.id = any(${ids}::uuid[]) and ${isPending(sql`d`)} and d.due_at <= ${now}
        and (d.begun_at is null or d.begun_at < now() - interval ${LEFT_ALONE})
      order by d.id for update skip locked
    )
    update outbox o set begins = o.begins + 1, begun_at = now()
    from free where o.id = free.id
    returning o.id, o.topic, o.idempotency_key as "idempotencyKey", o.payload, o.subject, o.attempts, o.begins`.execute(
    db,
  );
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Writes what became of them. What is undone was never begun, unless an earlier begin has no known end. */
export async function endActs<Schema>(db: Kysely<Schema>, ends: readonly ActEnd[], now: Date): Promise<void> {
  if (ends.length === 0) return;
  await sql`
    update outbox o set state = e.state, attempts = o.attempts + e.counted::int, last_error = e.error,
      error_code = e.code, begins = case when e.undone and o.begins = 1 then 0 else o.begins end, begun_at = null,
      due_at = coalesce(e."dueAt", o.due_at), done_at = case when e.state = 'done' then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb)
      as e(id uuid, state text, counted bool, undone bool, "dueAt" timestamptz, error text, code text)
    where o.id = e.id and ${isPending(sql`o`)}`.execute(db);
}

/** When the lane has something to do next; null when it has nothing. */
export async function nextDue<Schema>(db: Kysely<Schema>, lane: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(d.due_at, d.begun_at + interval ${LEFT_ALONE})) as at from outbox d
    where d.lane = ${lane} and d.state = 'pending' and not (${isBehind})`.execute(db);
  return rows[0]?.at ?? null;
}

/** Whether anything is left to do. */
export async function hasPending<Schema>(db: Kysely<Schema>, lane: string): Promise<boolean> {
  const { rows } = await sql`select from outbox where lane = ${lane} and state = 'pending' limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

export async function laneState<Schema>(db: Kysely<Schema>, lane: string): Promise<LaneState> {
  const { rows } = await sql<LaneState>`
    select paused_until as "pausedUntil", failures from outbox_lane where lane = ${lane}`.execute(db);
  return rows[0] ?? { pausedUntil: null, failures: 0 };
}

export const pauseLane = <Schema>(
  db: Kysely<Schema>,
  lane: string,
  pause: { until: Date | null; because: string; code: string; failures: number },
): Promise<unknown> =>
  sql`
  insert into outbox_lane (lane, paused_until, because, error_code, failures)
  values (${lane}, ${pause.until}, ${pause.because}, ${pause.code}, ${pause.failures})
  on conflict (lane) do update set paused_until = excluded.paused_until, because = excluded.because,
    error_code = excluded.error_code, failures = excluded.failures`.execute(db);

/** The lane works, or is to be tried at once. */
export const freeLane = <Schema>(db: Kysely<Schema>, lane: string): Promise<unknown> =>
  sql`delete from outbox_lane where lane = ${lane}`.execute(db);
