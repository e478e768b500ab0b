import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';
import { nameOfVulnerability, type Statement } from '../aliases.ts';

/** What is wrong with a feed, in words for whoever operates it. */
export class FeedProblem extends Error {}

/** The largest records of OSV have a few megabytes. */
const RECORD_BYTES = 32 * 1024 ** 2;
/** Where one document holds everything, it is parsed in one piece. */
const DOCUMENT_BYTES = 256 * 1024 ** 2;
/** Longer ones no register gives, and the index has little room. */
const NAME_LENGTH = 200;

/**
 * Records of JSON, such as those of OSV (https://ossf.github.io/osv-schema/), one after the other: a zip of records as
 * https://osv-vulnerabilities.storage.googleapis.com/all.zip is, lines of records, a JSON list or a single record; the
 * latter three also as gzip.
 * @throws FeedProblem
 */
export async function* recordsOfFile(file: string): AsyncIterable<unknown> {
  const head = await headOf(file);
  if (head.length === 0) throw new FeedProblem('the file is empty');
  if (head[0] === 0x50 && head[1] === 0x4b) return yield* zipRecords(file);
  const plain = () => {
    const bytes = createReadStream(file);
    if (head[0] !== 0x1f || head[1] !== 0x8b) return bytes;
    const unpacked = createGunzip();
    bytes.on('error', (error) => unpacked.destroy(error));
    return bytes.pipe(unpacked);
  };
  if (await isLines(plain())) return yield* lineRecords(plain());
  const document = parsed(await textOf(plain(), DOCUMENT_BYTES), 'the file');
  yield* Array.isArray(document) ? document : [document];
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Each line a record: the first one says whether it is so. */
async function isLines(stream: Readable): Promise<boolean> {
  for await (const line of lines(stream, (start) => start.startsWith('['))) {
    if (line.trim() === '') continue;
    return line.trimStart().startsWith('{') && isJson(line);
  }
  return false;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function* lineRecords(stream: Readable): AsyncIterable<unknown> {
  let number = 0;
  for await (const line of lines(stream)) {
    number++;
    if (line.trim() !== '') yield parsed(line, `line ${number}`);
  }
}

/** @param stop looks at how the text begins: true = its lines are not wanted */
async function* lines(stream: Readable, stop?: (start: string) => boolean): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let begun = false;
  try {
    for await (const part of stream) {
      const text = decoder.decode(part as Buffer, { stream: true });
      if (!begun && text.trim() !== '') {
        begun = true;
        if (stop?.(text.trimStart())) return;
      }
      const cut = text.lastIndexOf('\n');
      if (cut >= 0) {
        yield* (rest + text.slice(0, cut)).split('\n');
        rest = '';
      }
      rest += text.slice(cut + 1);
      if (rest.length > RECORD_BYTES) throw new FeedProblem('a line is longer than any record');
    }
  } catch (error) {
    if (error instanceof FeedProblem) throw error;
    throw new FeedProblem('the file is damaged, perhaps cut off');
  } finally {
    stream.destroy();
  }
  yield rest;
}

async function* zipRecords(file: string): AsyncIterable<unknown> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true }).catch(() => {
    throw new FeedProblem('the zip archive is damaged, perhaps cut off');
  });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.json')) continue;
      const stream = await zip.openReadStreamPromise(entry).catch(() => {
        throw new FeedProblem(`${entry.fileName} in the archive is damaged`);
      });
      yield parsed(await textOf(stream, RECORD_BYTES), entry.fileName);
    }
  } finally {
    zip.close();
  }
}

async function textOf(stream: Readable, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream) {
      size += (part as Buffer).length;
      if (size > maxBytes)
        throw new FeedProblem('it is too large for one document: hand it in as lines or as a zip');
      parts.push(part as Buffer);
    }
  } catch (error) {
    if (error instanceof FeedProblem) throw error;
    throw new FeedProblem('the file is damaged, perhaps cut off');
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string, what: string): unknown {
  const start = text.slice(0, 200).trimStart();
  if (start.startsWith('<')) throw new FeedProblem(`${what} is a web page, not the feed`);
  try {
    return JSON.parse(text);
  } catch {
    throw new FeedProblem(`${what} is not valid JSON, perhaps cut off`);
  }
}

/**
 * The names a record states for one vulnerability; null when it states none. Only `id` and `aliases` count: `related`
 * is another vulnerability, and `upstream` is what an advisory of a distribution covers, often several.
 * @throws FeedProblem when it is no record of OSV
 */
export function statementOfRecord(record: unknown): Statement | null {
  const { id, aliases, withdrawn } = (record ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || id === '') throw new FeedProblem('a record without an id is none of OSV');
  if (withdrawn !== undefined && withdrawn !== null) return null;
  const told = Array.isArray(aliases) ? aliases.filter((name) => typeof name === 'string') : [];
  const names = [id, ...told]
    .map(nameOfVulnerability)
    .filter((name) => name !== '' && name.length <= NAME_LENGTH);
  return names.length > 1 ? names : null;
}
