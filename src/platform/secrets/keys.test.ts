import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeys } from './keys.ts';
import { rotateKeyFile } from './rotate.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-keys-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const hex = () => randomBytes(32).toString('hex');

describe('keys of an installation', () => {
  it('are made once, closed to other users, and found again', async () => {
    const first = await loadKeys({ dataDir });
    const again = await loadKeys({ dataDir });
    expect(again.current.bytes).toEqual(first.current.bytes);
    expect(again.hashSecret('x')).toBe(first.hashSecret('x'));
    for (const name of ['key', 'identity.key'])
      expect((await stat(join(dataDir, name))).mode & 0o777, name).toBe(0o600);
    expect((await readdir(dataDir)).sort()).toEqual(['identity.key', 'key']);
  });

  it('are the same for many starts at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => loadKeys({ dataDir })));
    expect(new Set(all.map((keys) => keys.current.bytes.toString('hex'))).size).toBe(1);
    expect(new Set(all.map((keys) => keys.hashSecret('x'))).size).toBe(1);
  });

  it('keep the identity of secrets when the encryption key is rotated, and still read with the old key', async () => {
    const keyFile = join(dataDir, 'rotating');
    const [old, fresh] = [hex(), hex()];
    await writeFile(keyFile, old, { mode: 0o600 });
    const before = await loadKeys({ dataDir, keyFile });
    await writeFile(keyFile, `${fresh}\n${old}\n`, { mode: 0o600 });
    const after = await loadKeys({ dataDir, keyFile });
    expect(after.current.bytes.toString('hex')).toBe(fresh);
    expect(after.byId(before.current.id)?.bytes.toString('hex')).toBe(old);
    expect(after.byId(Buffer.from([0, 0, 0, 0]))).toBeUndefined();
    expect(after.hashSecret('s3cret')).toBe(before.hashSecret('s3cret'));
  });

  it('that are rotated while a process runs are found by it; what was sealed before still opens', async () => {
    const running = await loadKeys({ dataDir });
    await rotateKeyFile(join(dataDir, 'key'));
    const fresh = await loadKeys({ dataDir });
    expect(fresh.current.bytes).not.toEqual(running.current.bytes);
    expect(running.byId(fresh.current.id)?.bytes).toEqual(fresh.current.bytes);
    expect(fresh.byId(running.current.id)?.bytes).toEqual(running.current.bytes);
    expect((await stat(join(dataDir, 'key'))).mode & 0o777).toBe(0o600);
    // A file that somebody opened to others is not read anew.
    await chmod(join(dataDir, 'key'), 0o644);
    expect(running.byId(Buffer.from([1, 2, 3, 4]))).toBeUndefined();
    expect(running.byId(fresh.current.id)).toBeDefined();
  });

  it('may come from the environment: then no key file is made, and the first seals', async () => {
    const [fresh, old] = [hex(), hex()];
    const keys = await loadKeys({ dataDir, key: `${fresh} ${old}` });
    expect(keys.current.bytes.toString('hex')).toBe(fresh);
    const before = await loadKeys({ dataDir, key: old });
    expect(keys.byId(before.current.id)?.bytes.toString('hex')).toBe(old);
    expect(await readdir(dataDir)).toEqual(['identity.key']);
    await expect(loadKeys({ dataDir, key: 'short' })).rejects.toMatchObject({
      code: 'LK-CONFIG',
      message: expect.not.stringContaining('short '),
    });
  });

  it('give a secret one hash of 64 hex digits, another in another installation', async () => {
    const other = await mkdtemp(join(tmpdir(), 'lanekeeper-keys-'));
    const [a, b] = [await loadKeys({ dataDir }), await loadKeys({ dataDir: other })];
    await rm(other, { recursive: true });
    expect(a.hashSecret('s3cret')).toMatch(/^[0-9a-f]{64}$/);
    expect(a.hashSecret('s3cret')).not.toBe(a.hashSecret('s3cres'));
    expect(a.hashSecret('s3cret')).not.toBe(b.hashSecret('s3cret'));
  });

  it('share the identity key that lies beside a shared key file', async () => {
    const shared = join(dataDir, 'shared');
    await mkdir(shared);
    await writeFile(join(shared, 'key'), hex(), { mode: 0o600 });
    await writeFile(join(shared, 'identity.key'), hex(), { mode: 0o600 });
    const machine = (name: string) =>
      loadKeys({ dataDir: join(dataDir, name), keyFile: join(shared, 'key') });
    const [a, b] = [await machine('a'), await machine('b')];
    expect(a.hashSecret('x')).toBe(b.hashSecret('x'));
  });

  it.each([
    ['too short', 'abcd'],
    ['empty', ''],
    ['not hex', 'z'.repeat(64)],
    ['a second line that is no key', `${'a'.repeat(64)}\nhello`],
  ])('refuse a key file that is %s, without showing it', async (_, content) => {
    const keyFile = join(dataDir, 'bad');
    await writeFile(keyFile, content, { mode: 0o600 });
    const error = await loadKeys({ dataDir, keyFile }).catch((e) => e);
    expect(error.code).toBe('LK-CONFIG');
    if (content) expect(error.message).not.toContain(content);
  });

  it('refuse a key file that others may read, and one that is not there', async () => {
    await loadKeys({ dataDir });
    await chmod(join(dataDir, 'key'), 0o644);
    await expect(loadKeys({ dataDir })).rejects.toMatchObject({ code: 'LK-CONFIG' });
    const keyFile = join(dataDir, 'nowhere');
    await expect(loadKeys({ dataDir, keyFile })).rejects.toMatchObject({ code: 'LK-CONFIG' });
    await expect(readFile(keyFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
