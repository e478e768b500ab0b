import { afterAll, afterEach, beforeAll } from 'vitest';
import type { DB } from '../../src/modules/schema.gen.ts';
import { systemIds } from '../../src/platform/clock.ts';
import type { DatabaseHandle } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { type ActHandler, createOutbox, type OutboxOptions } from '../../src/platform/outbox/outbox.ts';
import { type PlannedAct, plan } from '../../src/platform/outbox/plan.ts';
import { type ListedAct, listActs } from '../../src/platform/outbox/shown-acts.ts';
import { testDatabase } from './database.ts';

export const TOPIC = 'ticket.tell';
export const LANE = 'jira';

export const act = (key: string, more: Partial<PlannedAct> = {}): PlannedAct => ({
  topic: TOPIC,
  idempotencyKey: key,
  payload: { key },
  lane: LANE,
  ...more,
});

/** An outbox on a database of its own, whose jobs are run by hand, and whose time passes when it is told to. */
export function testOutbox() {
  const ids = systemIds();
  const log = createLog('silent');
  let database: DatabaseHandle<DB> & { drop(): Promise<void> };
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  afterEach(async () => {
    await database.pool.query('truncate outbox, outbox_lane');
    await database.pool.query('delete from graphile_worker._private_jobs');
  });

  const outbox = (handler: ActHandler, options: Partial<OutboxOptions<DB>> = {}) =>
    createOutbox({ db: database.db, handlers: { [TOPIC]: handler }, random: () => 0.5, ...options });

  return {
    log,
    ids,
    get database() {
      return database;
    },
    outbox,
    planAll: (...acts: PlannedAct[]) => database.db.transaction().execute((tx) => plan(tx, ids, acts)),
    /** The lane's job once, as a worker runs it. */
    work: async (
      handler: ActHandler,
      { signal, ...options }: Partial<OutboxOptions<DB>> & { signal?: AbortSignal } = {},
    ) => {
      await database.pool.query(`delete from graphile_worker._private_jobs where key = 'lane:' || $1`, [
        LANE,
      ]);
      const context = { attempt: 1, lastAttempt: false, log, ...(signal && { signal }) };
      await outbox(handler, options).lane.run({ lane: LANE }, context);
    },
    /** So much time passes for all that waits. */
    pass: async (seconds: number) => {
      await database.pool.query(
        `update outbox set due_at = due_at - $1 * interval '1 second', begun_at = begun_at - $1 * interval '1 second'
         where state = 'pending'`,
        [seconds],
      );
      await database.pool.query(
        `update outbox_lane set paused_until = paused_until - $1 * interval '1 second'`,
        [seconds],
      );
    },
    /** As planned, the first first. */
    acts: async (): Promise<ListedAct[]> => (await listActs(database.db, { limit: 200 })).reverse(),
    pause: async (): Promise<{ because: string; failures: number; seconds: number } | null> =>
      (
        await database.pool.query(
          `select because, failures, extract(epoch from paused_until - now())::float as seconds from outbox_lane`,
        )
      ).rows[0] ?? null,
    jobs: async (): Promise<{ key: string; queue_name: string; seconds: number }[]> =>
      (
        await database.pool.query(
          `select key, queue_name, extract(epoch from run_at - now())::float as seconds from graphile_worker.jobs
           where key is not null order by id`,
        )
      ).rows,
  };
}
