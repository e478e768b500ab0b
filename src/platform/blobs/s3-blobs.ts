import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import type { Keys } from '../secrets/keys.ts';
import { type BlobStore, checkHash, isBlobHash, type SealedBlobs, type StoredBlob } from './blob-store.ts';
import { type Fetch, type S3Request, type S3Settings, s3Requests } from './s3-requests.ts';
import { plainBytes, seal, sealedBytes, unseal } from './seal.ts';
import { following, spool } from './spool.ts';

const PREFIX = 'blobs/';
const keyOf = (hash: string) => PREFIX + checkHash(hash);
/** A blob put again counts as fresh: one older than this is sent again so that its age says so. */
const REFRESH_AFTER_MS = 24 * 3600 * 1000;

/**
 * Blobs in an S3-compatible store, `blobs/<hash>` in one bucket. A blob of one frame is sent from memory; a
 * larger one is written aside first, because its name and length are known only at its end (one PUT takes
 * up to 5 GB).
 */
export function s3Blobs(settings: S3Settings, keys: Keys, fetch: Fetch): BlobStore & SealedBlobs {
  const request = s3Requests(settings, fetch);
  const spoolFolder = settings.spoolFolder ?? join(tmpdir(), 'lanekeeper-blobs');

  const send = async (hash: string, body: S3Request['body'], bodyHash: string) => {
    await request({ method: 'PUT', key: keyOf(hash), body, bodyHash, expect: [200] });
  };
  const sendIfNew = async (
    hash: string,
    bytes: number,
    body: () => Promise<S3Request['body']>,
    sum: string,
  ) => {
    const response = await request({ method: 'HEAD', key: keyOf(hash), expect: [200, 404] });
    const existed = response.status === 200 && lengthOf(response) === sealedBytes(bytes);
    if (!existed || isOld(response)) await send(hash, await body(), sum);
    return existed;
  };
  const read = (hash: string) =>
    bodyOf(() => request({ method: 'GET', key: keyOf(hash), expect: [200, 404] }));
  const sealedSize = async (hash: string) => {
    const response = await request({ method: 'HEAD', key: keyOf(hash), expect: [200, 404] });
    if (response.status === 404) throw missing();
    return lengthOf(response);
  };

  return {
    async put(chunks, { maxBytes }) {
      const pieces = seal(chunks, keys, maxBytes);
      const first = await pieces.next();
      if (first.done) throw new AppError('LK-BUG', 'a sealed stream has at least one piece');
      const second = await pieces.next();
      if (second.done) {
        const { hash, bytes } = second.value;
        const existed = await sendIfNew(
          hash,
          bytes,
          async () => new Uint8Array(first.value),
          sha256(first.value),
        );
        return { ...second.value, existed };
      }
      const { file, result, sum } = await spoolWithSum(
        spoolFolder,
        following(pieces, first.value, second.value),
      );
      try {
        const existed = await sendIfNew(result.hash, result.bytes, () => openAsBlob(file), sum);
        return { ...result, existed };
      } finally {
        await rm(file, { force: true });
      }
    },
    open: (hash) => unseal(read(hash), keys, hash),
    size: async (hash) => plainBytes(await sealedSize(hash)),
    async delete(hash) {
      await request({ method: 'DELETE', key: keyOf(hash), expect: [200, 204, 404] });
    },
    async *list() {
      let token: string | undefined;
      do {
        const query = { 'list-type': '2', prefix: PREFIX, ...(token ? { 'continuation-token': token } : {}) };
        const page = await (await request({ method: 'GET', query, expect: [200] })).text();
        yield* entries(page);
        token = textOf(page, 'NextContinuationToken');
      } while (token);
    },
    openSealed: read,
    sealedSize,
    async putSealed(hash, chunks) {
      const { file, sum } = await spoolWithSum(spoolFolder, iterate(chunks));
      try {
        await send(hash, await openAsBlob(file), sum);
      } finally {
        await rm(file, { force: true });
      }
    },
  };
}

async function spoolWithSum<Result>(folder: string, pieces: AsyncGenerator<Uint8Array, Result>) {
  const hash = createHash('sha256');
  async function* summed(): AsyncGenerator<Uint8Array, Result> {
    for (;;) {
      const piece = await pieces.next();
      if (piece.done) return piece.value;
      hash.update(piece.value);
      yield piece.value;
    }
  }
  const spooled = await spool(folder, summed());
  return { ...spooled, sum: hash.digest('hex') };
}

async function* bodyOf(ask: () => Promise<Response>): AsyncGenerator<Uint8Array> {
  const response = await ask();
  if (response.status === 404) throw missing();
  try {
    if (response.body) yield* response.body;
  } catch (cause) {
    throw new AppError('LK-BLOB', 'the blob store broke off', { cause });
  }
}

async function* iterate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}

/** The entries of one page of ListObjectsV2; our keys and these fields never need an XML escape. */
function* entries(page: string): Generator<StoredBlob> {
  for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
    const hash = textOf(entry, 'Key')?.slice(PREFIX.length) ?? '';
    const at = new Date(textOf(entry, 'LastModified') ?? '');
    if (isBlobHash(hash)) yield { hash, bytes: plainBytes(Number(textOf(entry, 'Size'))), at };
  }
}

const textOf = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];

const lengthOf = (response: Response): number => Number(response.headers.get('content-length'));

const isOld = (response: Response): boolean =>
  Date.now() - Date.parse(response.headers.get('last-modified') ?? '') > REFRESH_AFTER_MS;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const missing = (): AppError => new AppError('LK-BLOB', 'the stored bytes are not there');
