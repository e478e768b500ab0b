import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKeys } from './keys.ts';
import { isSealedUnderCurrent, openText, sealText } from './seal-text.ts';

const PLACE = 'connection:1';
const OLD = 'a1'.repeat(32);
const NEW = 'b2'.repeat(32);
let dir: string;

async function keysOf(name: string, ...lines: string[]) {
  const keyFile = join(dir, name);
  await writeFile(keyFile, `${lines.join('\n')}\n`, { mode: 0o600 });
  return loadKeys({ dataDir: dir, keyFile });
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lanekeeper-seal-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('a sealed text', () => {
  it('opens again, and shows nothing of itself meanwhile', async () => {
    const keys = await keysOf('one', OLD);
    const sealed = sealText(keys, PLACE, 'pässword ✓');
    expect(sealed.includes('word')).toBe(false);
    expect(openText(keys, PLACE, sealed)).toBe('pässword ✓');
    expect(sealText(keys, PLACE, 'pässword ✓').equals(sealed)).toBe(false);
  });

  it('opens after a rotation by the id of its key, and is known to want the new one', async () => {
    const sealed = sealText(await keysOf('before', OLD), PLACE, 'secret');
    const rotated = await keysOf('after', NEW, OLD);
    expect(openText(rotated, PLACE, sealed)).toBe('secret');
    expect(isSealedUnderCurrent(rotated, sealed)).toBe(false);
    expect(isSealedUnderCurrent(rotated, sealText(rotated, PLACE, 'secret'))).toBe(true);
  });

  it.each([
    ['the key is gone', async (sealed: Buffer) => openText(await keysOf('gone', NEW), PLACE, sealed)],
    ['it lies elsewhere', async (sealed: Buffer) => openText(await keysOf('x', OLD), 'connection:2', sealed)],
    [
      'it is cut off',
      async (sealed: Buffer) => openText(await keysOf('y', OLD), PLACE, sealed.subarray(0, 50)),
    ],
    [
      'one bit is other',
      async (sealed: Buffer) => {
        sealed[44]! ^= 1;
        return openText(await keysOf('z', OLD), PLACE, sealed);
      },
    ],
  ])('does not open when %s', async (_why, open) => {
    const sealed = sealText(await keysOf('seals', OLD), PLACE, 'secret');
    await expect(open(sealed)).rejects.toMatchObject({ code: 'LK-SECRET' });
  });
});
