import { type Kysely, sql } from 'kysely';
import { freeLane } from './acts.ts';
import { wakeLanes } from './plan.ts';

export interface ListedAct {
  id: string;
  topic: string;
  lane: string;
  subject: string | null;
  about: string | null;
  idempotencyKey: string;
  payload: Record<string, unknown>;
  state: 'pending' | 'done' | 'parked';
  attempts: number;
  lastError: string | null;
  errorCode: string | null;
  createdAt: Date;
  dueAt: Date;
  doneAt: Date | null;
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function listActs<Schema>(
  db: Kysely<Schema>,
  filter: { state?: ListedAct['state']; lane?: string; before?: string; limit: number },
): Promise<ListedAct[]> {
  const { state = null, lane = null, before = null, limit } = filter;
  const { rows } = await sql<ListedAct>`
    select id, topic, lane, subject, about, idempotency_key as "idempotencyKey", payload, state, attempts,
      last_error as "lastError", error_code as "errorCode", created_at as "createdAt", due_at as "dueAt", done_at as "doneAt"
    from outbox
    where (${state}::text is null or state = ${state}) and (${lane}::text is null or lane = ${lane})
      and (${before}::uuid is null or id < ${before})
    order by id desc limit ${limit}`.execute(db);
  return rows;
}

/**
 * Tries parked acts again, with all their attempts.
 * @param which one act, or all that are parked in a lane
 * @returns how many
 */
export async function replayActs<Schema>(
  db: Kysely<Schema>,
  which: { id: string } | { lane: string },
): Promise<number> {
  const chosen = 'id' in which ? sql`id = ${which.id}` : sql`lane = ${which.lane}`;
  const { rows } = await sql<{ lane: string }>`
    update outbox set state = 'pending', attempts = 0, due_at = now() where state = 'parked' and ${chosen}
    returning lane`.execute(db);
  for (const lane of new Set(rows.map((row) => row.lane))) await hurryLane(db, lane);
  return rows.length;
}

/** Whatever made a lane wait may be over: its acts are tried now. */
export async function hurryLane<Schema>(db: Kysely<Schema>, lane: string): Promise<void> {
  await sql`update outbox set due_at = now() where lane = ${lane} and state = 'pending' and due_at > now()
    and error_code is not null`.execute(db);
  await freeLane(db, lane);
  await wakeLanes(db, [lane]);
}
