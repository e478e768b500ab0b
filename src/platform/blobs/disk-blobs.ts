import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Keys } from '../secrets/keys.ts';
import { type BlobStore, checkHash, isBlobHash, type SealedBlobs } from './blob-store.ts';
import { plainBytes, seal, sealedBytes, unseal } from './seal.ts';
import { clearAbandoned, following, spool, spoolOne } from './spool.ts';

/** One read per frame of a small blob. */
const READ_BYTES = 256 * 1024;

/**
 * Blobs as files: `ab/<hash>` in `dir`, written in `dir/tmp` and renamed when complete. Several processes
 * may share the folder.
 */
export function diskBlobs(dir: string, keys: Keys): BlobStore & SealedBlobs {
  const spoolFolder = join(dir, 'tmp');
  const pathOf = (hash: string) => join(dir, checkHash(hash).slice(0, 2), hash);
  let cleared: Promise<void> | undefined;

  const read = (hash: string): AsyncIterable<Uint8Array> =>
    missingAsBlobError(createReadStream(pathOf(hash), { highWaterMark: READ_BYTES }));

  return {
    async put(chunks, { maxBytes }) {
      cleared ??= clearAbandoned(spoolFolder, Date.now());
      await cleared;
      const pieces = seal(chunks, keys, maxBytes);
      const first = await pieces.next();
      if (first.done) throw new AppError('LK-BUG', 'a sealed stream has at least one piece');
      const second = await pieces.next();
      if (second.done) {
        const existed = await refreshed(pathOf(second.value.hash), second.value.bytes);
        if (!existed) await place(await spoolOne(spoolFolder, first.value), pathOf(second.value.hash));
        return { ...second.value, existed };
      }
      const { file, result } = await spool(spoolFolder, following(pieces, first.value, second.value));
      const existed = await refreshed(pathOf(result.hash), result.bytes);
      if (existed) await rm(file, { force: true });
      else await place(file, pathOf(result.hash));
      return { ...result, existed };
    },
    open: (hash) => unseal(read(hash), keys, hash),
    size: async (hash) => plainBytes(await fileSize(pathOf(hash))),
    delete: (hash) => rm(pathOf(hash), { force: true }),
    async *list() {
      for await (const path of files(dir)) {
        const info = await stat(path.file).catch(() => null);
        if (info) yield { hash: path.hash, bytes: plainBytes(info.size), at: info.mtime };
      }
    },
    openSealed: read,
    sealedSize: (hash) => fileSize(pathOf(hash)),
    async putSealed(hash, chunks) {
      const path = pathOf(hash);
      const { file } = await spool(spoolFolder, chunks[Symbol.asyncIterator]());
      await place(file, path);
    },
  };
}

/**
 * Whether the blob is there, which then counts as put now, so that clearing by age spares it. A file of
 * another length is damaged: the bytes at hand replace it.
 */
async function refreshed(path: string, bytes: number): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  if (there?.size !== sealedBytes(bytes)) return false;
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
}

/** The name must be on the disk too, or a power cut could lose a blob whose scan is already committed. */
async function place(file: string, path: string): Promise<void> {
  const folder = dirname(path);
  try {
    await rename(file, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(file, path);
    });
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.datasync().catch(() => {});
  await handle?.close();
}

async function* files(dir: string): AsyncGenerator<{ hash: string; file: string }> {
  const folders = await opendir(dir).catch(() => null);
  if (!folders) return;
  for await (const folder of folders) {
    if (!/^[0-9a-f]{2}$/.test(folder.name)) continue;
    for await (const entry of await opendir(join(dir, folder.name))) {
      if (isBlobHash(entry.name)) yield { hash: entry.name, file: join(dir, folder.name, entry.name) };
    }
  }
}

async function fileSize(path: string): Promise<number> {
  const info = await stat(path).catch(() => null);
  if (!info) throw missing();
  return info.size;
}

async function* missingAsBlobError(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw missing();
    throw new AppError('LK-BLOB', 'the stored bytes cannot be read', { cause });
  }
}

const missing = (): AppError => new AppError('LK-BLOB', 'the stored bytes are not there');
