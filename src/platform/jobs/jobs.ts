import { makeWorkerUtils, runMigrations } from 'graphile-worker';
import { sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { z } from 'zod';
import type { Log } from '../log.ts';
import { QUEUE_WAKEUP } from './queue-wakeup.ts';
import { workerLogger } from './worker-logger.ts';

/** A kind of background work. Payloads are checked when a job starts: jobs outlive releases. */
export interface Job<Payload> {
  name: string;
  payload: z.ZodType<Payload>;
  /** Attempts before the job stays failed; graphile-worker waits exp(attempt) seconds between them. */
  maxAttempts?: number;
  run(payload: Payload, context: JobContext): Promise<void>;
}

/** Any job, in a list of jobs with different payloads; each checks its own. */
export interface AnyJob {
  name: string;
  payload: z.ZodType<unknown>;
  maxAttempts?: number;
  run(payload: never, context: JobContext): Promise<void>;
}

export interface JobContext {
  attempt: number;
  /** True when a failure now is final. */
  lastAttempt: boolean;
  log: Log;
}

export interface EnqueueOptions {
  /** Jobs of one queue run one after the other, in the order in which they came. */
  queue?: string;
  /** A job with the same key that still waits is replaced instead of doubled. */
  key?: string;
  maxAttempts?: number;
  runAt?: Date;
}

/** Adds a job in the transaction that made it necessary: both happen or neither. */
export async function enqueue<Schema>(
  tx: Transaction<Schema>,
  name: string,
  payload: Record<string, unknown>,
  options: EnqueueOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${name}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null},
    job_key := ${options.key ?? null}, max_attempts := ${options.maxAttempts ?? 25},
    run_at := ${options.runAt ?? null})`.execute(tx);
}

/** Creates graphile-worker's own schema; its migrations carry their own lock. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: workerLogger(null) });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Two starts at once would collide on the catalogue.
    await client.query(`begin; select pg_advisory_xact_lock(hashtextextended('migrate jobs', 0))`);
    await client.query(`${QUEUE_WAKEUP}; commit`);
  } finally {
    await client.end();
  }
}

/** Jobs that failed for good, newest first, for the operator's page. */
export async function retryFailedJobs(url: string, ids: string[]): Promise<number> {
  const tools = await makeWorkerUtils({ connectionString: url, logger: workerLogger(null) });
  try {
    return (await tools.rescheduleJobs(ids, { runAt: new Date(), attempts: 0 })).length;
  } finally {
    await tools.release();
  }
}
