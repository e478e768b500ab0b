import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testDatabase } from '../harness/database.ts';
import { chaos } from './chaos.ts';

it('ten killed workers, cut connections, lost and repeated answers: each ticket stands once, and as it should', async () => {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-chaos-'));
  const told: string[] = [];
  try {
    const { result, longestTakeoverMs } = await chaos({
      kills: 10,
      seed: 7,
      trackers: ['fake-redmine', 'fake-jira'],
      log: null,
      databaseUrl: database.url,
      dataDir,
      say: (line) => told.push(line),
    });
    const { planned, created, ...rest } = result;
    expect({ ...rest, told }).toMatchObject({ duplicates: 0, lost: 0, parked: 0, mismatched: 0 });
    expect(created).toBe(planned);
    expect(created).toBeGreaterThan(10);
    expect(longestTakeoverMs).toBeLessThan(10_000);
  } finally {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}, 240_000);
