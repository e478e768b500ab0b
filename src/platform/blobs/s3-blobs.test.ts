import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeS3, fakeS3, fakeS3Access } from '../../../test/harness/fake-s3.ts';
import { type Keys, loadKeys } from '../secrets/keys.ts';
import { diskBlobs } from './disk-blobs.ts';
import { s3Blobs } from './s3-blobs.ts';

let home: string;
let keys: Keys;
let s3: FakeS3;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lanekeeper-s3-'));
  keys = await loadKeys({ dataDir: home });
  s3 = await fakeS3();
});
afterEach(async () => {
  await s3.close();
  await rm(home, { recursive: true, force: true });
});

const settings = () => ({ endpoint: s3.endpoint, ...fakeS3Access, spoolFolder: join(home, 'spool') });
const open = () => s3Blobs(settings(), keys, fetch);
async function* pieces(content: Uint8Array) {
  for (let at = 0; at < content.length; at += 65_537) yield content.subarray(at, at + 65_537);
}
const all = async (chunks: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(chunks));
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const MAX = { maxBytes: 2 ** 30 };

describe('blobs in an S3-compatible store', () => {
  it.each([0, 20_000, 1_048_577, 5_000_000])(
    'give back %i bytes, encrypted where they lie',
    async (length) => {
      const content = Buffer.alloc(length, 'report ');
      const put = await open().put(pieces(content), MAX);
      expect(put).toMatchObject({ hash: sha256(content), bytes: length, existed: false });
      expect(s3.objects.get(`blobs/${put.hash}`)!.body.includes('report')).toBe(false);
      expect(sha256(await all(open().open(put.hash)))).toBe(put.hash);
      expect(await open().size(put.hash)).toBe(length);
      expect(await readdir(join(home, 'spool')).catch(() => [])).toEqual([]);
    },
  );

  it('send content once, and again only when it has grown old', async () => {
    for (const length of [100, 2_000_000]) {
      const content = randomBytes(length);
      const { hash } = await open().put(pieces(content), MAX);
      s3.seen.length = 0;
      expect(await open().put(pieces(content), MAX)).toMatchObject({ existed: true });
      expect(s3.seen).toEqual([`HEAD /reports/blobs/${hash}`]);
      s3.objects.get(`blobs/${hash}`)!.at = new Date(Date.now() - 2 * 24 * 3600 * 1000);
      expect(await open().put(pieces(content), MAX)).toMatchObject({ existed: true });
      expect(Date.now() - s3.objects.get(`blobs/${hash}`)!.at.getTime()).toBeLessThan(60_000);
    }
  });

  it('list over pages, and delete', async () => {
    const sizes = [1, 2, 3, 4, 1_048_580];
    const store = open();
    const put = [];
    for (const size of sizes) put.push(await store.put(pieces(randomBytes(size)), MAX));
    const listed = await Array.fromAsync(store.list());
    expect(listed.map((blob) => `${blob.hash} ${blob.bytes}`).sort()).toEqual(
      put.map((blob) => `${blob.hash} ${blob.bytes}`).sort(),
    );
    expect(Math.abs(Date.now() - listed[0]!.at.getTime())).toBeLessThan(60_000);
    await store.delete(put[0]!.hash);
    expect(await Array.fromAsync(store.list())).toHaveLength(sizes.length - 1);
    await expect(store.size(put[0]!.hash)).rejects.toMatchObject({ code: 'LK-BLOB' });
    await expect(all(store.open(put[0]!.hash))).rejects.toMatchObject({ code: 'LK-BLOB' });
  });

  it('refuse what is too large without sending anything', async () => {
    for (const length of [11, 3_000_000]) {
      const put = open().put(pieces(randomBytes(length)), { maxBytes: length - 1 });
      await expect(put).rejects.toMatchObject({ code: 'LK-TOO-LARGE' });
    }
    expect(s3.seen).toEqual([]);
    expect(await readdir(join(home, 'spool')).catch(() => [])).toEqual([]);
  });

  it('say with the store’s own code why it refused, and never the key', async () => {
    const wrong = s3Blobs({ ...settings(), secretKey: 'not-the-secret' }, keys, fetch);
    const error = await wrong.put(pieces(randomBytes(5)), MAX).catch((e) => e);
    expect(error.code).toBe('LK-BLOB');
    const listing = await Array.fromAsync(wrong.list()).catch((e) => e);
    expect(listing.message).toContain('SignatureDoesNotMatch');
    expect(listing.message).not.toContain('not-the-secret');
  });

  it('tell a store that is down from a blob that is missing', async () => {
    s3.failNext(1, 503);
    const down = await open()
      .size('a'.repeat(64))
      .catch((e) => e);
    expect(down).toMatchObject({ code: 'LK-BLOB' });
    expect(down.message).toContain('503');
  });

  it('move to and from a store on disk as they lie', async () => {
    const content = randomBytes(1_200_000);
    const disk = diskBlobs(join(home, 'blobs'), keys);
    const { hash } = await disk.put(pieces(content), MAX);
    await open().putSealed(hash, disk.openSealed(hash));
    expect(await open().sealedSize(hash)).toBe(await disk.sealedSize(hash));
    expect(await all(open().open(hash))).toEqual(content);
  });
});
