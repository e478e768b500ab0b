import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../test/harness/database.ts';
import type { DB } from '../../modules/schema.gen.ts';
import { createLog } from '../log.ts';
import { type AnyJob, clearIdleQueues, enqueue, type JobContext, retryFailedJobs } from './jobs.ts';
import { startWorkers, type Workers } from './workers.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let workers: Workers | undefined;
let child: ChildProcess | undefined;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.pool.query('delete from graphile_worker._private_jobs'));
afterEach(async () => {
  child?.kill('SIGKILL');
  await workers?.stop();
  workers = undefined;
});

const payload = z.object({ n: z.number() });
const job = (run: (n: number, context: JobContext) => Promise<void>, name = 'long'): AnyJob => ({
  name,
  payload,
  run: ({ n }: { n: number }, context) => run(n, context),
});
const start = (jobs: AnyJob[], concurrency = 3) => {
  workers = startWorkers({ pool: database.pool, log: createLog('silent'), concurrency, jobs });
};
const inTransaction = <T>(work: (tx: Transaction<DB>) => Promise<T>) =>
  database.db.transaction().execute(work);
const add = (n: number, options = {}) => inTransaction((tx) => enqueue(tx, 'long', { n }, options));
const count = async () =>
  Number((await database.pool.query('select count(*) as n from graphile_worker._private_jobs')).rows[0].n);

async function until(what: () => boolean | Promise<boolean>, timeoutMs = 15_000) {
  for (const giveUpAt = Date.now() + timeoutMs; !(await what()); await sleep(20))
    if (Date.now() > giveUpAt) throw new Error('it did not happen in time');
}

async function workerProcess(): Promise<string[]> {
  child = spawn(process.execPath, ['test/harness/worker-process.ts', database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  child.stdout!.on('data', (data) => lines.push(...String(data).trim().split('\n')));
  await until(() => lines.includes('ready'));
  return lines;
}

describe('workers', () => {
  it('take over the job of a worker that was killed, within five seconds', async () => {
    const lines = await workerProcess();
    await add(1, { queue: 'target:1' });
    await until(() => lines.includes('started 1'));
    const done: { n: number; attempt: number }[] = [];
    start([job(async (n, { attempt }) => void done.push({ n, attempt }))]);
    // The job is old enough to be judged, and its living worker keeps it.
    await sleep(4000);
    expect(done).toEqual([]);
    child!.kill('SIGKILL');
    const killedAt = Date.now();
    await until(() => done.length > 0);
    expect(Date.now() - killedAt).toBeLessThan(5000);
    expect(done).toEqual([{ n: 1, attempt: 2 }]);
    await until(async () => (await count()) === 0);
  });

  it('work on a queue in order, one at a time, and on queues side by side', async () => {
    const order: number[] = [];
    let [inQueue, together, most] = [0, 0, 0];
    await inTransaction(async (tx) => {
      for (let n = 0; n < 30; n++) await enqueue(tx, 'long', { n }, { queue: 'one' });
      for (let n = 100; n < 130; n++) await enqueue(tx, 'long', { n }, { queue: `q${n}` });
    });
    start([
      job(async (n) => {
        most = Math.max(most, ++together);
        if (n < 100) {
          expect(++inQueue).toBe(1);
          order.push(n);
        }
        await sleep(2);
        if (n < 100) inQueue--;
        together--;
      }),
    ]);
    await until(async () => (await count()) === 0);
    expect(order).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(most).toBeGreaterThan(1);
  });

  it('do not wait for a poll between the jobs of a queue', async () => {
    let done = 0;
    await inTransaction(async (tx) => {
      for (let n = 0; n < 100; n++) await enqueue(tx, 'long', { n }, { queue: 'one' });
    });
    const startedAt = Date.now();
    start([job(async () => void done++)]);
    await until(() => done === 100);
    // A poll is a second: with one between any two jobs this would take far longer.
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });

  it('never see a job whose transaction was rolled back', async () => {
    const work = inTransaction(async (tx) => {
      await enqueue(tx, 'long', { n: 1 });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await count()).toBe(0);
  });

  it('replace a waiting job of the same key instead of doubling it', async () => {
    await add(1, { key: 'same' });
    await add(2, { key: 'same' });
    const done: number[] = [];
    start([job(async (n) => void done.push(n))]);
    await until(() => done.length > 0);
    expect(done).toEqual([2]);
  });

  it('keep a job that failed for good until it is retried', async () => {
    let fail = true;
    let told = false;
    await add(1, { maxAttempts: 1 });
    start([
      job(async (_, { lastAttempt }) => {
        told = lastAttempt;
        if (fail) throw new Error('no');
      }),
    ]);
    const failed = () =>
      database.pool.query<{ id: string }>('select id from graphile_worker.jobs where last_error is not null');
    await until(async () => (await failed()).rows.length === 1);
    expect(told).toBe(true);
    fail = false;
    expect(await retryFailedJobs(database.db, [String((await failed()).rows[0]!.id)])).toBe(1);
    await until(async () => (await count()) === 0);
  });

  it('lose no job when idle queues are cleared', async () => {
    await add(1, { queue: 'busy' });
    await database.pool.query(`insert into graphile_worker._private_job_queues (queue_name) values ('idle')`);
    await clearIdleQueues(database.url);
    const queues = await database.pool.query('select queue_name from graphile_worker._private_job_queues');
    expect(queues.rows).toEqual([{ queue_name: 'busy' }]);
    const done: number[] = [];
    start([job(async (n) => void done.push(n))]);
    await until(() => done.length === 1);
  });

  it('refuse a payload that is not what the job expects', async () => {
    const done: number[] = [];
    await inTransaction((tx) => enqueue(tx, 'long', { n: 'text' }, { maxAttempts: 1 }));
    start([job(async (n) => void done.push(n))]);
    const error = async () =>
      (await database.pool.query('select last_error from graphile_worker.jobs')).rows[0]?.last_error;
    await until(async () => Boolean(await error()));
    expect(done).toEqual([]);
  });

  it('go on when the database has cut all connections, and still tell that they live', async () => {
    const done: number[] = [];
    start([job(async (n) => void done.push(n))]);
    await add(1);
    await until(() => done.length === 1);
    for (let round = 2; round < 5; round++) {
      await database.pool
        .query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()')
        .catch(() => {});
      await until(() =>
        add(round).then(
          () => true,
          () => false,
        ),
      );
      await until(() => done.length === round);
    }
    const locks =
      'select count(*) as n from pg_locks l join pg_database d on d.oid = l.database where l.locktype = $1 and d.datname = current_database()';
    await until(async () => Number((await database.pool.query(locks, ['advisory'])).rows[0].n) === 1);
  });

  it('stop after the jobs at hand', async () => {
    let finished = false;
    let begun = false;
    await add(1);
    start([
      job(async () => {
        begun = true;
        await sleep(300);
        finished = true;
      }),
    ]);
    await until(() => begun);
    await workers!.stop();
    expect(finished).toBe(true);
    expect(await count()).toBe(0);
  });
});
