import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Runner, run, type Task, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Log } from '../log.ts';
import type { AnyJob } from './jobs.ts';
import { keepSignOfLife } from './sign-of-life.ts';
import { workerLogger } from './worker-logger.ts';

export interface Workers {
  /** Waits for the jobs at hand, takes no new ones. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  pool: pg.Pool;
  log: Log;
  concurrency: number;
  jobs: AnyJob[];
  /** graphile-worker's crontab lines, UTC. */
  crontab?: string;
}

/**
 * Works on jobs until stopped. When the database goes away the runner ends; it is started again until the
 * database is back, so the process survives.
 */
export function startWorkers(options: WorkerOptions): Workers {
  let stopping = false;
  let runner: Runner | undefined;
  const life = keepSignOfLife(options.pool, options.log);
  const loop = (async () => {
    while (!stopping) {
      try {
        runner = await startRunner(options, life.watch);
        if (stopping) await runner.stop();
        await runner.promise;
      } catch (error) {
        options.log.warn({ error: (error as Error).message }, 'workers interrupted, starting again');
      }
      if (!stopping) await sleep(500);
    }
  })();
  return {
    async stop() {
      stopping = true;
      await runner?.stop().catch(() => {});
      await loop;
      await life.stop();
    },
  };
}

function startRunner(options: WorkerOptions, watch: (poolId: string) => void): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => watch(workerPool.id));
  return run({
    pgPool: options.pool,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    logger: workerLogger(options.log),
    events,
    taskList: tasks(options.jobs, options.log),
    crontab: options.crontab ?? '',
    // Without the batches a stop would not wait until finished jobs are recorded, and they would run again.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
}

function tasks(jobs: AnyJob[], log: Log): TaskList {
  const list: Record<string, Task> = {};
  for (const job of jobs) {
    list[job.name] = async (payload, { job: row, abortSignal: signal }) => {
      const context = { attempt: row.attempts, lastAttempt: row.attempts >= row.max_attempts, log, signal };
      await job.run(job.payload.parse(payload) as never, context);
    };
  }
  return list;
}
