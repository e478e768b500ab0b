import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that is being written is younger than this; older ones were left by a process that died. */
const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/** A file written aside, not yet under its name. */
export interface Spooled<Result> {
  file: string;
  result: Result;
}

/** A written piece is on the disk when the call returns: saves the separate fdatasync where there is one piece. */
const WRITE_THROUGH = constants.O_DSYNC ?? 0;

/** Writes one piece to a new file in `folder`, through to the disk. */
export async function spoolOne(folder: string, piece: Uint8Array): Promise<string> {
  const file = join(folder, randomBytes(12).toString('hex'));
  const handle = await openNew(file, folder, WRITE_THROUGH);
  return writingTo(file, handle, async () => {
    await writeAll(handle, piece);
    return file;
  });
}

/**
 * Writes pieces to a new file in `folder`, each while the next is made, and brings them to the disk
 * (fdatasync). Leaves no file behind when the pieces end in an error.
 */
export async function spool<Result>(
  folder: string,
  pieces: AsyncIterator<Uint8Array, Result>,
): Promise<Spooled<Result>> {
  const file = join(folder, randomBytes(12).toString('hex'));
  const handle = await openNew(file, folder, 0);
  return writingTo(file, handle, async () => {
    let piece = await pieces.next();
    while (!piece.done) {
      const writing = writeAll(handle, piece.value);
      // A failed write is met at the await below; until then it must not count as unhandled.
      writing.catch(() => {});
      piece = await pieces.next();
      await writing;
    }
    await handle.datasync();
    return { file, result: piece.value };
  });
}

async function writingTo<Result>(file: string, handle: FileHandle, write: () => Promise<Result>) {
  try {
    const result = await write();
    await handle.close();
    return result;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(file, { force: true });
    throw error;
  }
}

async function openNew(file: string, folder: string, extra: number): Promise<FileHandle> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | extra;
  try {
    return await open(file, flags, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return open(file, flags, 0o600);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten;
}

/** Removes what processes that died left in a spool folder. */
export async function clearAbandoned(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    const info = await stat(file).catch(() => null);
    if (info?.isFile() && now - info.mtimeMs > ABANDONED_AFTER_MS) await rm(file, { force: true });
  }
}

/** The pieces already taken from a stream, then the rest of it. */
export async function* following<Result>(
  pieces: AsyncGenerator<Uint8Array, Result>,
  ...before: Uint8Array[]
): AsyncGenerator<Uint8Array, Result> {
  yield* before;
  return yield* pieces;
}
