import { makeWorkerUtils, runMigrations } from 'graphile-worker';
import { type Kysely, type RawBuilder, sql } from 'kysely';
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
  /** Aborts when this process is to stop: work that takes minutes leaves the rest to a later job. */
  signal?: AbortSignal;
}

export interface EnqueueOptions {
  /** Jobs of one queue run one after the other, in the order in which they came. */
  queue?: string;
  /** A job with the same key that still waits is replaced instead of doubled. */
  key?: string;
  /** With `key`: one that waits keeps its time, so that what happens again and again puts nothing off for ever. */
  keepsTime?: boolean;
  maxAttempts?: number;
  runAt?: Date;
}

/** Adds a job in the transaction that made it necessary: both happen or neither. */
export async function enqueue<Schema>(
  tx: Kysely<Schema>,
  name: string,
  payload: Record<string, unknown>,
  options: EnqueueOptions = {},
): Promise<void> {
  await sql`select ${addJobCall(name, payload, options)}`.execute(tx);
}

/** Many jobs of one kind, in one statement; one that waits under the same key is replaced. */
export async function enqueueAll<Schema>(
  tx: Kysely<Schema>,
  name: string,
  jobs: readonly { payload: Record<string, unknown>; key: string }[],
): Promise<void> {
  if (jobs.length === 0) return;
  await sql`
    select graphile_worker.add_job(${name}, payload := j.payload, job_key := j.key, max_attempts := 25)
    from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as j(payload json, key text)`.execute(tx);
}

/** The call that adds a job, for a statement that writes what the job is about. */
export const addJobCall = (
  name: string,
  payload: Record<string, unknown>,
  options: EnqueueOptions = {},
): RawBuilder<unknown> => sql`graphile_worker.add_job(
  ${name}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null},
  job_key := ${options.key ?? null}, max_attempts := ${options.maxAttempts ?? 25},
  run_at := ${options.runAt ?? null},
  job_key_mode := ${options.keepsTime ? 'preserve_run_at' : 'replace'})`;

/** Creates graphile-worker's own schema; its migrations carry their own lock. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: workerLogger(null) });
  const client = new pg.Client({ connectionString: url });
  // A connection that breaks is met by the next query; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    // Two starts at once would collide on the catalogue.
    await client.query(`begin; select pg_advisory_xact_lock(hashtextextended('migrate jobs', 0))`);
    await client.query(`${QUEUE_WAKEUP}; commit`);
  } finally {
    await client.end();
  }
}

/**
 * Gives jobs that failed for good all their attempts again, from now.
 * @returns how many of them were there
 */
export async function retryFailedJobs<Schema>(db: Kysely<Schema>, ids: string[]): Promise<number> {
  const { rows } = await sql`
    select id from graphile_worker.reschedule_jobs(${ids}::bigint[], run_at := now(), attempts := 0)`.execute(
    db,
  );
  return rows.length;
}

/**
 * Removes queues that have no job. Every look for a job locks all free queues, so thousands of old ones
 * slow the workers down. For the nightly job.
 */
export async function clearIdleQueues(url: string): Promise<void> {
  const tools = await makeWorkerUtils({ connectionString: url, logger: workerLogger(null) });
  try {
    await tools.cleanup({ tasks: ['GC_JOB_QUEUES'] });
  } finally {
    await tools.release();
  }
}

/** The job of that key that waits for a worker or is worked on; one that ran out of attempts is none. */
export async function jobOfKey<Schema>(
  db: Kysely<Schema>,
  key: string,
): Promise<{ runAt: Date; running: boolean } | null> {
  const { rows } = await sql<{ runAt: Date; running: boolean }>`
    select run_at as "runAt", locked_at is not null as running from graphile_worker.jobs
    where key = ${key} and attempts <= max_attempts and (locked_at is not null or attempts < max_attempts)`.execute(
    db,
  );
  return rows[0] ?? null;
}
