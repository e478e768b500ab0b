import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Job, JobContext } from '../jobs/jobs.ts';
import { addDeliverJob, DELIVER_JOB } from './plan.ts';

export interface ActContext extends JobContext {
  id: string;
  /** Performing twice must do once: a worker may die after the act and before it is marked done. */
  idempotencyKey: string;
}

/** Performs one act. An AppError that is not retryable parks it at once; any other error is tried again. */
export type ActHandler = (payload: Record<string, unknown>, context: ActContext) => Promise<void>;

export interface ListedAct {
  id: string;
  topic: string;
  idempotencyKey: string;
  state: 'pending' | 'done' | 'parked';
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  doneAt: Date | null;
}

export interface Outbox {
  /** The job that performs acts; give it to the workers. */
  deliver: Job<{ id: string }>;
  /** Tries a parked act again. @returns false when there is no parked act of that id */
  replay(id: string): Promise<boolean>;
  /** Newest first, at most 200; payloads stay inside. */
  list(filter?: { state?: ListedAct['state']; limit?: number }): Promise<ListedAct[]>;
}

const ERROR_LENGTH = 2000;

/** Performs planned acts outside any transaction, each at least once; see `plan`. */
export function createOutbox<Schema>(options: {
  db: Kysely<Schema>;
  handlers: Record<string, ActHandler>;
}): Outbox {
  const { db, handlers } = options;
  return {
    deliver: {
      name: DELIVER_JOB,
      payload: z.object({ id: z.uuid() }),
      async run({ id }, context) {
        const act = await load(db, id);
        if (act?.state !== 'pending') return;
        try {
          const handler = Object.hasOwn(handlers, act.topic) ? handlers[act.topic] : undefined;
          if (!handler) throw new AppError('LK-BUG', `nothing here performs “${act.topic}”`);
          await handler(act.payload, { ...context, id, idempotencyKey: act.idempotencyKey });
        } catch (error) {
          const park = context.lastAttempt || (error instanceof AppError && !error.card.retryable);
          await noteFailure(db, id, park, (error as Error).message ?? String(error));
          if (!park) throw error;
          context.log.warn({ act: id, topic: act.topic }, 'act parked');
          return;
        }
        await sql`update outbox set state = 'done', done_at = now(), attempts = attempts + 1, last_error = null
          where id = ${id}`.execute(db);
      },
    },
    async replay(id) {
      const replayed = await sql`
        with again as (
          update outbox set state = 'pending', attempts = 0 where id = ${id} and state = 'parked' returning id
        )
        select ${addDeliverJob('again.id', 'null')} from again`.execute(db);
      return replayed.rows.length > 0;
    },
    async list({ state, limit = 200 } = {}) {
      const { rows } = await sql<ListedAct>`
        select id, topic, idempotency_key as "idempotencyKey", state, attempts, last_error as "lastError",
               created_at as "createdAt", done_at as "doneAt"
        from outbox where ${state ?? null}::text is null or state = ${state ?? null}
        order by created_at desc, id desc limit ${Math.min(limit, 200)}`.execute(db);
      return rows;
    },
  };
}

interface LoadedAct {
  topic: string;
  idempotencyKey: string;
  payload: Record<string, unknown>;
  state: string;
}

async function load<Schema>(db: Kysely<Schema>, id: string): Promise<LoadedAct | undefined> {
  const { rows } = await sql<LoadedAct>`
    select topic, idempotency_key as "idempotencyKey", payload, state from outbox where id = ${id}`.execute(
    db,
  );
  return rows[0];
}

const noteFailure = <Schema>(db: Kysely<Schema>, id: string, park: boolean, reason: string) =>
  sql`update outbox set state = ${park ? 'parked' : 'pending'}, attempts = attempts + 1,
    last_error = ${reason.slice(0, ERROR_LENGTH)} where id = ${id}`.execute(db);
