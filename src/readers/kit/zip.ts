import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../../kernel/errors.ts';
import type { Diagnostic } from '../../kernel/observation.ts';
import { DEFAULT_LIMITS, type ReadLimits } from '../reader.ts';
import { asBuffer } from './bytes.ts';
import { readFailure } from './failure.ts';
import { headOf, type ReportSource, sourceOfBytes } from './source.ts';

/** DEFLATE reaches about 1032 : 1 on zeros; real reports stay under 60 : 1. */
const MAX_RATIO = 200;
/** Below this size a high ratio harms nobody. */
const RATIO_FREE_BYTES = 10 * 1024 * 1024;
/** A zip archive is read by its directory at the end, hence held in memory whole. */
const MAX_ZIP_BYTES = 256 * 1024 * 1024;
const MAX_ZIP_ENTRIES = 10_000;
/** Unpacked once and kept, instead of unpacked for each pass. */
const KEEP_BYTES = 16 * 1024 * 1024;

const REPORT_NAME =
  /\.(json|sarif|xml|csv|tsv|ndjson|jsonl|txt|html?|nessus|fpr|out|log|vex|cdx|bom|ya?ml)$/i;
const ARCHIVE_NAME = /\.(zip|gz|tgz|tar|7z|rar|bz2|xz|zst|jar)$/i;

type Packed = 'gzip' | 'zip';

function packedForm(head: Uint8Array): Packed | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7)) return 'zip';
  return undefined;
}

/**
 * The report inside a gzip stream or a zip archive; anything else comes back as it is.
 * @throws AppError LK-READ-ZIP when the archive is damaged, encrypted, nested, empty or a bomb (more than
 * 200 : 1 beyond the first 10 MB), LK-READ-TOO-LARGE beyond `limits.maxBytes`, LK-READ-TRUNCATED.
 * Opening the returned source may throw the same.
 */
export async function unpack(
  source: ReportSource,
  limits: Pick<ReadLimits, 'maxBytes'> = DEFAULT_LIMITS,
): Promise<ReportSource> {
  const form = packedForm(await headOf(source, 4));
  if (form === undefined) return source;
  return form === 'gzip' ? unpackGzip(source, limits.maxBytes) : unpackZip(source, limits.maxBytes);
}

function unpackGzip(source: ReportSource, maxBytes: number): Promise<ReportSource> {
  const open = () => guarded(gunzip(source.open()), maxBytes);
  return keepIfSmall(source.name.replace(/\.gz$/i, ''), open, []);
}

interface Flow {
  stream: Readable;
  /** Packed bytes consumed so far. */
  packedBytes(): number;
}

function gunzip(chunks: AsyncIterable<Uint8Array>): Flow {
  const stream = createGunzip();
  const input = Readable.from(chunks);
  input.on('error', (error) => stream.destroy(error));
  stream.on('close', () => input.destroy());
  input.pipe(stream);
  return { stream, packedBytes: () => stream.bytesWritten };
}

async function* guarded(flow: Flow, maxBytes: number): AsyncIterable<Uint8Array> {
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

async function unpackZip(source: ReportSource, maxBytes: number): Promise<ReportSource> {
  const archive = await gather(source, Math.min(MAX_ZIP_BYTES, maxBytes));
  try {
    const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true });
    const { entry, leftOut } = await chooseEntry(zip);
    const open = () => openEntry(archive, zip, entry, maxBytes);
    const remarks = leftOut === 0 ? [] : [leftOutRemark(entry.fileName, leftOut)];
    return await keepIfSmall(entry.fileName.replace(/^.*\//, ''), open, remarks);
  } catch (error) {
    throw asZipError(error);
  }
}

async function* openEntry(archive: Buffer, zip: ZipFile, entry: Entry, maxBytes: number) {
  const stream = await zip.openReadStreamPromise(entry);
  // The directory's own claim counts, but never more than the archive truly holds.
  const packed = Math.min(entry.compressedSize, archive.length);
  yield* guarded({ stream, packedBytes: () => packed }, maxBytes);
}

async function chooseEntry(zip: ZipFile): Promise<{ entry: Entry; leftOut: number }> {
  const files: Entry[] = [];
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    if (++seen > MAX_ZIP_ENTRIES) throw zipError(`The archive holds more than ${MAX_ZIP_ENTRIES} files.`);
    if (!/\/$|^__MACOSX\/|(^|\/)\.[^/]*$/.test(entry.fileName)) files.push(entry);
  }
  const reports = files.filter((entry) => REPORT_NAME.test(entry.fileName));
  const entry = reports[0] ?? (files.length === 1 ? files[0] : undefined);
  if (!entry) throw zipError('The archive holds no report.');
  if (ARCHIVE_NAME.test(entry.fileName)) throw zipError('The archive holds another archive.');
  if (entry.isEncrypted()) throw zipError('The archive is encrypted.');
  return { entry, leftOut: Math.max(0, reports.length - 1) };
}

const leftOutRemark = (chosen: string, leftOut: number): Diagnostic => ({
  level: 'warning',
  code: 'LK-READ-ZIP',
  message: `The archive holds ${leftOut + 1} report files; only the first was read. Send the others one by one.`,
  where: chosen,
});

async function keepIfSmall(
  name: string,
  open: () => AsyncIterable<Uint8Array>,
  remarks: Diagnostic[],
): Promise<ReportSource> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of open()) {
    if (size === 0 && packedForm(chunk)) throw zipError('The archive holds another archive.');
    parts.push(chunk);
    size += chunk.length;
    if (size > KEEP_BYTES) return { name, size, open, remarks };
  }
  return { ...sourceOfBytes(name, Buffer.concat(parts)), remarks };
}

async function gather(source: ReportSource, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open()) {
    size += chunk.length;
    if (size > maxBytes)
      throw readFailure('LK-READ-TOO-LARGE', `The archive is larger than ${maxBytes} bytes.`);
    parts.push(chunk);
  }
  return parts.length === 1 ? asBuffer(parts[0]!) : Buffer.concat(parts);
}

const zipError = (message: string): AppError => readFailure('LK-READ-ZIP', message);

function asZipError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return readFailure('LK-READ-TRUNCATED', 'The archive ends too early.');
  // Errors of the source itself (a blob store that is away) are not the archive's fault.
  const ofArchive = typeof code !== 'string' || code.startsWith('Z_');
  return ofArchive ? zipError('The archive is damaged.') : error;
}
