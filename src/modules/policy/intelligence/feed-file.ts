import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';

/** What the source said of its file: sent back the next time, so that what is the same is not sent again. */
export interface Marks {
  etag: string | null;
  lastModified: string | null;
}

/**
 * Writes what a URL answers into a file, unless it is as it was.
 * @returns null when it is (304); guarded against private addresses by the caller's client
 */
export type DownloadFeed = (url: string, file: string, held: Marks) => Promise<Marks | null>;

/** The source gives no answer: trying again can help. */
export class Unreachable extends Error {}
/** What it gives is not the feed: what is held stays. */
export class Refused extends Error {}

/** All of Vulnrichment has some hundred megabytes; anything near this is not the feed. */
const MAX_BYTES = 2 * 1024 ** 3;
/** What is read in one piece: EPSS has 11 MB, KEV 1.5 MB. */
const MAX_TEXT = 256 * 1024 ** 2;

const NO_MARKS: Marks = { etag: null, lastModified: null };

/**
 * The file of a source, fetched into the folder if it is a URL.
 * @returns null when the source says that it is as it was
 * @throws Unreachable, Refused
 */
export async function feedFile(
  download: DownloadFeed,
  source: string,
  folder: string,
  held: Marks,
): Promise<(Marks & { file: string }) | null> {
  const isUrl = /^https?:\/\//i.test(source);
  const file = isUrl ? join(folder, 'feed') : source;
  let marks: Marks | null = NO_MARKS;
  let size = 0;
  try {
    if (isUrl) marks = await download(source, file, held);
    if (marks) ({ size } = await stat(file));
  } catch (error) {
    throw new Unreachable(
      `the source gives no answer: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
  }
  if (size > MAX_BYTES) throw new Refused('the file is larger than any feed');
  return marks && { ...marks, file };
}

export async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The whole text, plain or as gzip. @throws Refused */
export async function textOf(file: string): Promise<string> {
  if ((await stat(file)).size > MAX_TEXT) throw new Refused('the file is too large to be the feed');
  const bytes = await readFile(file);
  try {
    const plain = isGzip(bytes) ? await promisify(gunzip)(bytes, { maxOutputLength: MAX_TEXT }) : bytes;
    return new TextDecoder().decode(plain);
  } catch {
    throw new Refused('its gzip is damaged, perhaps cut off');
  }
}

/** How a file begins once unpacked; `PK` for a zip archive. @throws Refused */
export async function startOf(file: string): Promise<string> {
  const bytes = createReadStream(file);
  try {
    for await (const part of bytes) {
      if (!isGzip(part as Buffer)) return (part as Buffer).subarray(0, 2000).toString('utf8');
      return await unpackedStart(file);
    }
    return '';
  } finally {
    bytes.destroy();
  }
}

async function unpackedStart(file: string): Promise<string> {
  const bytes = createReadStream(file);
  const unpacked = bytes.pipe(createGunzip());
  try {
    for await (const part of unpacked) return (part as Buffer).subarray(0, 2000).toString('utf8');
    return '';
  } catch {
    throw new Refused('its gzip is damaged, perhaps cut off');
  } finally {
    bytes.destroy();
    unpacked.destroy();
  }
}
