import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../kernel/errors.ts';
import { readFailure } from './failure.ts';

/** DEFLATE reaches about 1032 : 1 on zeros; real reports stay under 60 : 1. */
const MAX_RATIO = 200;
/** Below this size a high ratio harms nobody. */
const RATIO_FREE_BYTES = 10 * 1024 * 1024;
/** What comes out of an archive while it is unpacked. */
export interface Flow {
  stream: Readable;
  /** Packed bytes consumed so far. */
  packedBytes(): number;
}

/** Unpacked bytes, until there are too many of them. @throws AppError LK-READ-TOO-LARGE, LK-READ-ZIP, LK-READ-TRUNCATED */
export async function* guarded(flow: Flow, maxBytes: number): AsyncIterable<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of flow.stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes)
        throw readFailure('LK-READ-TOO-LARGE', `The archive unpacks to more than ${maxBytes} bytes.`);
      if (size > RATIO_FREE_BYTES && size > MAX_RATIO * flow.packedBytes()) {
        throw zipError(`The archive unpacks to more than ${MAX_RATIO} times its size.`);
      }
      yield chunk;
    }
  } catch (error) {
    throw asZipError(error);
  } finally {
    flow.stream.destroy();
  }
}

/** The bytes of one file of a zip archive of `size` bytes. */
export async function* openEntry(size: number, zip: ZipFile, entry: Entry, maxBytes: number) {
  const stream = await zip.openReadStreamPromise(entry);
  // The directory's own claim counts, but never more than the archive truly holds.
  const packed = Math.min(entry.compressedSize, size);
  yield* guarded({ stream, packedBytes: () => packed }, maxBytes);
}

export const zipError = (message: string): AppError => readFailure('LK-READ-ZIP', message);

export function asZipError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return readFailure('LK-READ-TRUNCATED', 'The archive ends too early.');
  // Errors of the source itself (a blob store that is away) are not the archive's fault.
  const ofArchive = typeof code !== 'string' || code.startsWith('Z_');
  return ofArchive ? zipError('The archive is damaged.') : error;
}
