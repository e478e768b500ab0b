import { runOnce } from 'graphile-worker';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { systemIds } from '../clock.ts';
import { workerLogger } from '../jobs/worker-logger.ts';
import { startWorkers } from '../jobs/workers.ts';
import { createLog } from '../log.ts';
import { type ActHandler, createOutbox } from './outbox.ts';
import { DELIVER_JOB, type PlannedAct, plan, resume } from './plan.ts';

const log = createLog('silent');
const ids = systemIds();
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await database.pool.query('truncate outbox');
  await database.pool.query('delete from graphile_worker._private_jobs');
});

const act = (key: string, more: Partial<PlannedAct> = {}): PlannedAct => ({
  topic: 'ticket.create',
  idempotencyKey: key,
  payload: { title: 'Fix it' },
  ...more,
});
const planAll = (...acts: PlannedAct[]) => database.db.transaction().execute((tx) => plan(tx, ids, ...acts));
const jobs = async () =>
  (
    await database.pool.query<{ key: string; queue_name: string | null; attempts: number }>(
      'select key, queue_name, attempts from graphile_worker.jobs order by id',
    )
  ).rows;

/** Works on every job that waits, as often as it may be tried, without waiting between attempts. */
async function work(handler: ActHandler, rounds = 1) {
  const outbox = createOutbox({ db: database.db, handlers: { 'ticket.create': handler } });
  for (let round = 0; round < rounds; round++) {
    await database.pool.query('update graphile_worker._private_jobs set run_at = now()');
    await runOnce({
      pgPool: database.pool,
      logger: workerLogger(null),
      noHandleSignals: true,
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: {
        [DELIVER_JOB]: async (payload, { job }) => {
          const context = { attempt: job.attempts, lastAttempt: job.attempts >= job.max_attempts, log };
          await outbox.deliver.run(outbox.deliver.payload.parse(payload), context);
        },
      },
    });
  }
  return outbox;
}

describe('the outbox', () => {
  it('performs a planned act once and marks it done', async () => {
    const [id] = await planAll(act('a'));
    const performed: unknown[] = [];
    const outbox = await work(async (payload, { idempotencyKey, attempt }) => {
      performed.push({ payload, idempotencyKey, attempt });
    }, 2);
    expect(performed).toEqual([{ payload: { title: 'Fix it' }, idempotencyKey: 'a', attempt: 1 }]);
    expect(await outbox.list()).toMatchObject([{ id, state: 'done', attempts: 1, lastError: null }]);
    expect((await outbox.list())[0]!.doneAt).toBeInstanceOf(Date);
    await outbox.deliver.run({ id: id! }, { attempt: 1, lastAttempt: false, log });
    expect(performed).toHaveLength(1);
  });

  it('plans the same act once, whether planned together or later', async () => {
    expect(await planAll(act('a'), act('a', { payload: { other: 1 } }), act('b'))).toHaveLength(2);
    expect(await planAll(act('a'), act('c'))).toHaveLength(1);
    expect(await jobs()).toHaveLength(3);
    expect(await planAll()).toEqual([]);
  });

  it('plans nothing when the transaction that wanted it is rolled back', async () => {
    const planned = database.db.transaction().execute(async (tx) => {
      await plan(tx, ids, act('a'));
      throw new Error('changed my mind');
    });
    await expect(planned).rejects.toThrow('changed my mind');
    expect(await jobs()).toEqual([]);
    expect(await createOutbox({ db: database.db, handlers: {} }).list()).toEqual([]);
  });

  it('tries again after a failure and remembers its reason', async () => {
    await planAll(act('a'));
    let calls = 0;
    const handler: ActHandler = async () => {
      if (++calls === 1) throw new Error('tracker is down');
    };
    const first = await work(handler);
    expect(await first.list()).toMatchObject([
      { state: 'pending', attempts: 1, lastError: 'tracker is down' },
    ]);
    const second = await work(handler);
    expect(await second.list()).toMatchObject([{ state: 'done', attempts: 2, lastError: null }]);
  });

  it('parks an act when its attempts are used up, and performs it again when asked', async () => {
    const [id] = await planAll(act('a'));
    const outbox = await work(async () => {
      throw new Error('still down');
    }, 12);
    expect(await outbox.list({ state: 'parked' })).toMatchObject([
      { id, attempts: 10, lastError: 'still down' },
    ]);
    expect(await jobs()).toEqual([]);
    expect(await outbox.replay(id!)).toBe(true);
    await work(async () => {});
    expect(await outbox.list()).toMatchObject([{ id, state: 'done' }]);
    expect(await outbox.replay(id!)).toBe(false);
  });

  it('parks at once what trying again cannot help: a refusal, or an act nobody performs', async () => {
    await planAll(act('a'), act('b', { topic: 'constructor' }));
    const outbox = await work(async () => {
      throw new AppError('LK-FORBIDDEN', 'the token may not write here');
    });
    const parked = await outbox.list({ state: 'parked' });
    expect(parked.map(({ lastError }) => lastError).sort()).toEqual([
      'nothing here performs “constructor”',
      'the token may not write here',
    ]);
  });

  it('performs the acts of one queue in the order in which they were planned', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
    await planAll(...keys.map((key) => act(key, { queue: 'PAY' })));
    const performed: string[] = [];
    const all = Promise.withResolvers<void>();
    const outbox = createOutbox({
      db: database.db,
      handlers: {
        'ticket.create': async (_, { idempotencyKey }) => {
          if (performed.push(idempotencyKey) === keys.length) all.resolve();
        },
      },
    });
    const workers = startWorkers({ pool: database.pool, log, concurrency: 3, jobs: [outbox.deliver] });
    await all.promise;
    await workers.stop();
    expect(performed).toEqual(keys);
  });

  it('resumes acts without a job and leaves those that have one', async () => {
    await planAll(act('with'), act('without'), act('dead'), act('done'));
    await database.pool.query(`update outbox set state = 'done' where idempotency_key = 'done'`);
    await database.pool.query(`delete from graphile_worker._private_jobs where key like '%' || (
      select id from outbox where idempotency_key = 'without') or key like '%' || (
      select id from outbox where idempotency_key = 'done')`);
    await database.pool.query(`update graphile_worker._private_jobs set attempts = max_attempts
      where key like '%' || (select id from outbox where idempotency_key = 'dead')`);
    expect(await resume(database.db)).toBe(2);
    expect(await resume(database.db)).toBe(0);
    const performed: string[] = [];
    await work(async (_, { idempotencyKey }) => {
      performed.push(idempotencyKey);
    });
    expect(performed.sort()).toEqual(['dead', 'with', 'without']);
  });
});
