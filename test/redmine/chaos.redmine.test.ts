import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chaos } from '../chaos/chaos.ts';
import { testDatabase } from '../harness/database.ts';
import { givenRedmine } from './given.ts';

/** By day so many are enough; with `FULL=1` twenty. */
const KILLS = process.env['FULL'] === '1' ? 20 : 3;

it('processes are killed in the middle of filing: no ticket is there twice, and none is missing', async () => {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-redmine-chaos-'));
  const said: string[] = [];
  try {
    const { result } = await chaos({
      kills: KILLS,
      seed: 7,
      trackers: [`redmine:${JSON.stringify(givenRedmine())}`],
      log: null,
      databaseUrl: database.url,
      dataDir,
      say: (line) => said.push(line),
    });
    expect(result, said.join('\n')).toMatchObject({ duplicates: 0, lost: 0, mismatched: 0 });
    expect(result.created).toBeGreaterThan(0);
  } finally {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 600_000);
