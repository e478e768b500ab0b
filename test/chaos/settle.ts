import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../../src/app/house.ts';
import { enqueue } from '../../src/platform/jobs/jobs.ts';

const WAITING = `
  select (select count(*) from outbox where state = 'pending')::int as acts,
    (select count(*) from scan where state = 'received')::int as scans,
    (select count(*) from graphile_worker.jobs
     where attempts < max_attempts and (run_at <= now() or task_identifier like 'hear-%'))::int as jobs`;
const ENOUGH_MS = 240_000;

/** Until nothing waits any more: reports are read, tickets told, comments heard. */
export async function settle(house: House, say: (line: string) => void): Promise<void> {
  await untilNothingWaits(house, say);
  await house.database.db
    .transaction()
    .execute((tx) => enqueue(tx, 'hear-trackers', {}, { key: 'chaos-hears' }));
  await untilNothingWaits(house, say);
}

async function untilNothingWaits({ database: { pool } }: House, say: (line: string) => void): Promise<void> {
  const giveUpAt = Date.now() + ENOUGH_MS;
  for (let [quiet, round] = [0, 0]; quiet < 5; round++, await sleep(200)) {
    const { rows } = await pool.query<{ acts: number; scans: number; jobs: number }>(WAITING);
    const { acts, scans, jobs } = rows[0]!;
    quiet = acts + scans + jobs === 0 ? quiet + 1 : 0;
    if (round % 25 === 24) say(`${scans} reports, ${acts} acts and ${jobs} jobs wait`);
    if (Date.now() > giveUpAt) return say('it does not come to rest');
  }
}
