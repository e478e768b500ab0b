import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, takeOwnership } from './process-owner.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-owner-'));
  file = join(folder, 'owner');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Higher than any pid Linux or macOS gives out. */
const NO_PID = 2 ** 22 + 1;

describe('ownership by a process', () => {
  it('is one’s at a time, and free again after release', async () => {
    const first = await takeOwnership(file);
    expect(first.taken).toBe(true);
    expect((await takeOwnership(file)).taken).toBe(false);
    await first.release();
    expect((await takeOwnership(file)).taken).toBe(true);
  });

  it('does not end when one who never had it releases', async () => {
    await takeOwnership(file);
    await (await takeOwnership(file)).release();
    expect((await takeOwnership(file)).taken).toBe(false);
  });

  it.each([
    ['that died', `${NO_PID} 1`],
    ['whose pid now belongs to a process that started at another time', `${process.pid} 1`],
    ['that left nothing readable', ''],
  ])('passes on from an owner %s', async (_, content) => {
    await writeFile(file, content);
    expect((await takeOwnership(file)).taken).toBe(true);
    expect(await readFile(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    expect(await readdir(folder)).toEqual(['owner']);
  });

  it('goes to exactly one of many who find a dead owner at once', async () => {
    for (let round = 0; round < 20; round++) {
      await writeFile(file, `${NO_PID} 1`);
      // Some come while others are already at it: that is where the slower ones did harm.
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, i) => sleep(i / 4).then(() => takeOwnership(file))),
      );
      expect(all.filter(({ taken }) => taken)).toHaveLength(1);
    }
    expect(await readdir(folder)).toEqual(['owner']);
  });

  it('passes on when the one who was about to follow a dead owner died too', async () => {
    await writeFile(file, `${NO_PID} 1`);
    await writeFile(`${file}.next`, `${NO_PID} 2`);
    expect((await takeOwnership(file)).taken).toBe(true);
    expect(await readdir(folder)).toEqual(['owner']);
  });
});

describe('being alive', () => {
  it('is told of this process and not of one that never was', () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(isAlive(NO_PID)).toBe(false);
  });
});
