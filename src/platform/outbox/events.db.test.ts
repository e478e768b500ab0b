import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../../../test/harness/database.ts';
import type { DB } from '../../modules/schema.gen.ts';
import { startWorkers } from '../jobs/workers.ts';
import { createLog } from '../log.ts';
import { createEvents } from './events.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.pool.query('delete from graphile_worker._private_jobs'));

const scanDecided = z.object({ type: z.literal('scan.decided'), scanId: z.string() });
const waiting = async () =>
  (
    await database.pool.query<{ task: string; payload: unknown }>(`
      select t.identifier as task, j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id order by 1`)
  ).rows;

describe('events between slices', () => {
  it('reach every subscriber of their type, each by its own job', async () => {
    const events = createEvents<DB>();
    events.subscribe('scan.decided', 'tickets', scanDecided, async () => {});
    events.subscribe('scan.decided', 'notify', scanDecided, async () => {});
    events.subscribe('scan.failed', 'notify', scanDecided, async () => {});
    const event = { type: 'scan.decided', scanId: 's1' };
    await database.db.transaction().execute((tx) => events.publish(tx, event));
    expect(await waiting()).toEqual([
      { task: 'event:scan.decided:notify', payload: event },
      { task: 'event:scan.decided:tickets', payload: event },
    ]);
    expect(events.jobs()).toHaveLength(3);
  });

  it('are told only if the transaction in which they happened is committed', async () => {
    const events = createEvents<DB>();
    events.subscribe('scan.decided', 'tickets', scanDecided, async () => {});
    const work = database.db.transaction().execute(async (tx) => {
      await events.publish(tx, { type: 'scan.decided', scanId: 's1' });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await waiting()).toEqual([]);
  });

  it('cost nothing when nobody listens', async () => {
    const events = createEvents<DB>();
    await database.db.transaction().execute((tx) => events.publish(tx, { type: 'scan.decided' }));
    expect(await waiting()).toEqual([]);
  });

  it('go on to the other subscribers when one fails', async () => {
    const events = createEvents<DB>();
    const heard: string[] = [];
    events.subscribe('scan.decided', 'broken', scanDecided, async () => {
      throw new Error('no');
    });
    const done = new Promise<void>((tell) => {
      events.subscribe('scan.decided', 'fine', scanDecided, async ({ scanId }) => {
        heard.push(scanId);
        tell();
      });
    });
    const log = createLog('silent');
    const workers = startWorkers({ pool: database.pool, log, concurrency: 2, jobs: events.jobs() });
    await database.db
      .transaction()
      .execute((tx) => events.publish(tx, { type: 'scan.decided', scanId: 's7' }));
    await done;
    await workers.stop();
    expect(heard).toEqual(['s7']);
    expect(await waiting()).toMatchObject([{ task: 'event:scan.decided:broken' }]);
  });

  it('refuse two subscribers of one name, whose jobs would be one', () => {
    const events = createEvents<DB>();
    events.subscribe('scan.decided', 'tickets', scanDecided, async () => {});
    const again = () => events.subscribe('scan.decided', 'tickets', scanDecided, async () => {});
    expect(again).toThrow(expect.objectContaining({ code: 'LK-BUG' }));
  });
});
