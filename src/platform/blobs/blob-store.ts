import { AppError } from '../../kernel/errors.ts';

/** Bytes kept under the SHA-256 of their plain content (64 hex digits), encrypted where they lie. */
export interface BlobStore {
  /**
   * Streams to the store while hashing. Until it returns, nothing is kept; afterwards the bytes are on disk.
   * @throws AppError LK-TOO-LARGE over `maxBytes`; nothing is left behind
   */
  put(chunks: AsyncIterable<Uint8Array>, options: { maxBytes: number }): Promise<PutResult>;
  /**
   * The plain bytes, decrypted and authenticated piece by piece.
   * @throws AppError LK-BLOB when they are missing, damaged or under a key that is not here
   */
  open(hash: string): AsyncIterable<Uint8Array>;
  /** @throws AppError LK-BLOB when it is not there. @returns plain bytes */
  size(hash: string): Promise<number>;
  /** Deleting what is not there is no error. */
  delete(hash: string): Promise<void>;
  /** Everything that is kept, in no order; `at` is when it was last put. */
  list(): AsyncIterable<StoredBlob>;
}

export interface PutResult {
  hash: string;
  bytes: number;
  /** The same content was there already. */
  existed: boolean;
  /** The first bytes (at most 64 kB), enough to recognise a format without reading the blob again. */
  head: Uint8Array;
}

export interface StoredBlob {
  hash: string;
  /** Plain bytes. */
  bytes: number;
  at: Date;
}

/** A blob as it lies in the store, for copies that need no key. */
export interface SealedBlobs {
  openSealed(hash: string): AsyncIterable<Uint8Array>;
  /** Bytes as stored. */
  sealedSize(hash: string): Promise<number>;
  /** Takes a blob as another store of the same keys held it. */
  putSealed(hash: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

const HASH = /^[0-9a-f]{64}$/;

export const isBlobHash = (text: string): boolean => HASH.test(text);

/** Addresses become paths: anything but a hash is refused. */
export function checkHash(hash: string): string {
  if (!isBlobHash(hash)) throw new AppError('LK-BLOB', 'that is not the address of stored bytes');
  return hash;
}
