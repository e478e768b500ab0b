import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Keys, loadKeys } from '../secrets/keys.ts';
import { diskBlobs } from './disk-blobs.ts';
import { FRAME_BYTES } from './seal.ts';

let home: string;
let dir: string;
let keys: Keys;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lanekeeper-blobs-'));
  dir = join(home, 'blobs');
  keys = await loadKeys({ dataDir: home });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function* pieces(content: Uint8Array, size = 65_537) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
const all = async (chunks: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(chunks));
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const fileOf = (hash: string) => join(dir, hash.slice(0, 2), hash);
const spooled = () => readdir(join(dir, 'tmp')).catch(() => []);
const MAX = { maxBytes: 2 ** 30 };

describe('blobs on disk', () => {
  it.each([0, 1, 20_000, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, 3_500_000])(
    'give back %i bytes as they were put, under their SHA-256',
    async (length) => {
      const store = diskBlobs(dir, keys);
      const content = randomBytes(length);
      const put = await store.put(pieces(content), MAX);
      expect(put).toMatchObject({ hash: sha256(content), bytes: length, existed: false });
      expect(Buffer.from(put.head)).toEqual(content.subarray(0, 65_536));
      expect(sha256(await all(store.open(put.hash)))).toBe(put.hash);
      expect(await store.size(put.hash)).toBe(length);
      expect(await spooled()).toEqual([]);
    },
  );

  it('know content they have, however it was cut, and count it as put now', async () => {
    const store = diskBlobs(dir, keys);
    for (const length of [1000, 2_000_000]) {
      const content = randomBytes(length);
      const { hash } = await store.put(pieces(content), MAX);
      await utimes(fileOf(hash), 0, 0);
      expect(await store.put(pieces(content, 777), MAX)).toMatchObject({ hash, existed: true });
      const [entry] = (await Array.fromAsync(store.list())).filter((blob) => blob.hash === hash);
      expect(Date.now() - entry!.at.getTime()).toBeLessThan(60_000);
    }
    expect(await spooled()).toEqual([]);
  });

  it('take the same content from many at once', async () => {
    const content = randomBytes(1_500_000);
    const stores = Array.from({ length: 8 }, () => diskBlobs(dir, keys));
    const hashes = await Promise.all(stores.map((store) => store.put(pieces(content), MAX)));
    expect(new Set(hashes.map((put) => put.hash)).size).toBe(1);
    expect(sha256(await all(stores[0]!.open(hashes[0]!.hash)))).toBe(sha256(content));
    expect(await spooled()).toEqual([]);
  });

  it('store nothing that can be read without the key, and the same content differently each time', async () => {
    const content = Buffer.alloc(5000, 'report ');
    const store = diskBlobs(dir, keys);
    const { hash } = await store.put(pieces(content), MAX);
    const first = await readFile(fileOf(hash));
    expect(first.includes('report')).toBe(false);
    await store.delete(hash);
    await store.put(pieces(content), MAX);
    expect((await readFile(fileOf(hash))).equals(first)).toBe(false);
    const stranger = diskBlobs(dir, await loadKeys({ dataDir: join(home, 'other') }));
    await expect(all(stranger.open(hash))).rejects.toMatchObject({ code: 'LK-BLOB' });
  });

  it('refuse what is too large and leave nothing behind', async () => {
    const store = diskBlobs(dir, keys);
    for (const [length, maxBytes] of [
      [1001, 1000],
      [5_000_000, 4_999_999],
    ] as const) {
      const put = store.put(pieces(randomBytes(length)), { maxBytes });
      await expect(put).rejects.toMatchObject({ code: 'LK-TOO-LARGE', detail: { maxBytes } });
    }
    expect(await store.put(pieces(randomBytes(1000)), { maxBytes: 1000 })).toMatchObject({ bytes: 1000 });
    expect(await spooled()).toEqual([]);
    expect(await Array.fromAsync(store.list())).toHaveLength(1);
  });

  it('leave nothing behind when the sender breaks off', async () => {
    const store = diskBlobs(dir, keys);
    async function* broken() {
      yield randomBytes(3_000_000);
      throw new Error('connection reset');
    }
    await expect(store.put(broken(), MAX)).rejects.toThrow('connection reset');
    expect(await spooled()).toEqual([]);
    expect(await Array.fromAsync(store.list())).toEqual([]);
  });

  it('list, measure and delete what they keep', async () => {
    const store = diskBlobs(dir, keys);
    expect(await Array.fromAsync(store.list())).toEqual([]);
    const sizes = [10, 1_048_577];
    const put = await Promise.all(sizes.map((size) => store.put(pieces(randomBytes(size)), MAX)));
    const listed = await Array.fromAsync(store.list());
    expect(listed.map(({ hash, bytes }) => `${hash} ${bytes}`).sort()).toEqual(
      put.map(({ hash, bytes }) => `${hash} ${bytes}`).sort(),
    );
    await store.delete(put[0]!.hash);
    await store.delete(put[0]!.hash);
    await expect(store.size(put[0]!.hash)).rejects.toMatchObject({ code: 'LK-BLOB' });
    await expect(all(store.open(put[0]!.hash))).rejects.toMatchObject({ code: 'LK-BLOB' });
  });

  it('never follow an address that is not a hash', async () => {
    const store = diskBlobs(dir, keys);
    await expect(async () => store.open('../../etc/passwd')).rejects.toMatchObject({ code: 'LK-BLOB' });
    await expect(async () => store.delete('../key')).rejects.toMatchObject({ code: 'LK-BLOB' });
    expect((await readFile(join(home, 'key'))).length).toBe(65);
  });

  it('put right a file that a crash cut short when the same bytes come again', async () => {
    const store = diskBlobs(dir, keys);
    const content = randomBytes(5000);
    const { hash } = await store.put(pieces(content), MAX);
    await writeFile(fileOf(hash), '');
    expect(await store.put(pieces(content), MAX)).toMatchObject({ existed: false });
    expect(await all(store.open(hash))).toEqual(content);
  });

  it('clear what processes that died left, and only that', async () => {
    await mkdir(join(dir, 'tmp'), { recursive: true });
    await writeFile(join(dir, 'tmp', 'left'), 'x');
    await writeFile(join(dir, 'tmp', 'being-written'), 'x');
    await utimes(join(dir, 'tmp', 'left'), 0, 0);
    await diskBlobs(dir, keys).put(pieces(randomBytes(5)), MAX);
    expect(await spooled()).toEqual(['being-written']);
  });

  it('move between stores of the same keys as they lie', async () => {
    const [from, to] = [diskBlobs(dir, keys), diskBlobs(join(home, 'copy'), keys)];
    const content = randomBytes(1_200_000);
    const { hash } = await from.put(pieces(content), MAX);
    await to.putSealed(hash, from.openSealed(hash));
    expect(await to.sealedSize(hash)).toBe(await from.sealedSize(hash));
    expect(await all(to.open(hash))).toEqual(content);
  });
});

describe('damage to a stored blob', () => {
  const content = randomBytes(2_300_000);
  const sealedFrame = FRAME_BYTES + 16;
  const header = 40;

  const damage: [string, (stored: Buffer) => Buffer][] = [
    ['one flipped bit in the header', (s) => flip(s, 5)],
    ['one flipped bit in the salt', (s) => flip(s, 20)],
    ['one flipped bit in the middle', (s) => flip(s, 1_500_000)],
    ['one flipped bit in the last tag', (s) => flip(s, s.length - 1)],
    ['a cut inside a frame', (s) => s.subarray(0, 1_500_000)],
    ['a cut between frames', (s) => s.subarray(0, header + 2 * sealedFrame)],
    ['a cut to the header', (s) => s.subarray(0, header)],
    ['nothing left', () => Buffer.alloc(0)],
    ['bytes added', (s) => Buffer.concat([s, Buffer.alloc(20)])],
    ['a frame repeated', (s) => Buffer.concat([s.subarray(0, header + sealedFrame), s.subarray(header)])],
    [
      'frames swapped',
      (s) =>
        Buffer.concat([
          s.subarray(0, header),
          s.subarray(header + sealedFrame, header + 2 * sealedFrame),
          s.subarray(header, header + sealedFrame),
          s.subarray(header + 2 * sealedFrame),
        ]),
    ],
  ];

  it.each(damage)('is found: %s', async (_, change) => {
    const store = diskBlobs(dir, keys);
    const { hash } = await store.put(pieces(content), MAX);
    await writeFile(fileOf(hash), change(await readFile(fileOf(hash))));
    await expect(all(store.open(hash))).rejects.toMatchObject({ code: 'LK-BLOB' });
  });

  it('is found: another blob under its name', async () => {
    const store = diskBlobs(dir, keys);
    const { hash } = await store.put(pieces(content), MAX);
    const other = await store.put(pieces(randomBytes(10)), MAX);
    await writeFile(fileOf(hash), await readFile(fileOf(other.hash)));
    await expect(all(store.open(hash))).rejects.toMatchObject({ code: 'LK-BLOB' });
  });
});

function flip(stored: Buffer, at: number): Buffer {
  const copy = Buffer.from(stored);
  copy[at]! ^= 1;
  return copy;
}
