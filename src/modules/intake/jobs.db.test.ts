import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { sarif } from '../../../test/harness/reports.ts';
import { AppError } from '../../kernel/errors.ts';
import { createLog } from '../../platform/log.ts';
import { lineJob, requeueWaitingScans } from './jobs.ts';
import { getScan } from './queries.ts';

let home: TestHouse;
let number = 0;
beforeAll(async () => {
  home = await openTestHouse({ workers: false });
});
afterAll(() => home.close());

const upload = () => home.upload(sarif([{}]), { repository: `acme/jobs-${++number}` });
const jobs = () =>
  home.rows<{ key: string; attempts: number }>(
    'select key, attempts from graphile_worker.jobs where key is not null order by key',
  );
const scan = (id: string) => getScan(home.house.database.db, id);

/** One attempt at a scan whose bytes cannot be read because of `error`. */
const attempt = (scanId: string, error: Error, lastAttempt: boolean) => {
  const blobs = {
    ...home.house.blobs,
    open: () => {
      throw error;
    },
  };
  const context = { attempt: 1, lastAttempt, log: createLog('silent') };
  return lineJob({ ...home.house.line, blobs }).run({ scanId }, context);
};

it('an unexpected error is tried again; after the last attempt the scan says so and keeps its bytes', async () => {
  const { id } = await upload();
  await expect(attempt(id, new Error('disk on fire'), false)).rejects.toThrow('disk on fire');
  expect(await scan(id)).toMatchObject({ state: 'received', error: null });
  await attempt(id, new Error('disk on fire'), true);
  expect(await scan(id)).toMatchObject({ state: 'failed', error: { code: 'LK-BUG' } });
  expect((await scan(id))?.error?.message).not.toContain('fire');
});

it('what may pass by itself is tried again, what cannot is told at once', async () => {
  const { id } = await upload();
  await expect(attempt(id, new AppError('LK-BLOB', 'the store does not answer'), false)).rejects.toThrow();
  expect((await scan(id))?.state).toBe('received');
  await attempt(id, Object.assign(new Error('index row too long'), { code: '54000' }), false);
  expect(await scan(id)).toMatchObject({ state: 'failed', error: { code: 'LK-BUG' } });
});

it('a start makes the missing jobs of waiting scans, once, also where a job had given up', async () => {
  await home.pool.query('delete from graphile_worker._private_jobs');
  const [lost, failed, waiting] = [await upload(), await upload(), await upload()];
  const keys = [lost, failed, waiting].map(({ id }) => `scan:${id}`).sort();
  await home.pool.query('delete from graphile_worker._private_jobs where key = $1', [`scan:${lost.id}`]);
  await home.pool.query('update graphile_worker._private_jobs set attempts = max_attempts where key = $1', [
    `scan:${failed.id}`,
  ]);
  for (let start = 0; start < 2; start++) {
    await requeueWaitingScans(home.house.line);
    expect(await jobs()).toEqual(keys.map((key) => ({ key, attempts: 0 })));
  }
});
