import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { Diagnostic } from '../../kernel/observation.ts';
import { DEFAULT_LIMITS, type ReadLimits } from '../reader.ts';
import { asZipError, type Flow, guarded, openEntry, zipError } from './archive.ts';
import { asBuffer } from './bytes.ts';
import { readFailure } from './failure.ts';
import { headOf, type ReportSource, sourceOfBytes } from './source.ts';
import { isWorkbook, openWorkbook } from './xlsx.ts';
import { openJoined } from './zip-joined.ts';

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
 * The report inside a gzip stream or a zip archive, the first sheet of an XLSX workbook as CSV, the parts of a Fortify
 * archive as one document; anything else comes back as it is.
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

function gunzip(chunks: AsyncIterable<Uint8Array>): Flow {
  const stream = createGunzip();
  const input = Readable.from(chunks);
  input.on('error', (error) => stream.destroy(error));
  stream.on('close', () => input.destroy());
  input.pipe(stream);
  return { stream, packedBytes: () => stream.bytesWritten };
}

async function unpackZip(source: ReportSource, maxBytes: number): Promise<ReportSource> {
  const archive = await gather(source, Math.min(MAX_ZIP_BYTES, maxBytes));
  try {
    const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true });
    const files = await filesOf(zip);
    const workbook = { zip, files, size: archive.length, maxBytes };
    if (isWorkbook(workbook)) {
      const { open, remarks } = await openWorkbook(workbook);
      return await keepIfSmall(source.name, open, remarks);
    }
    const joined = openJoined(workbook);
    if (joined) return await keepIfSmall(source.name, joined, []);
    const { entry, leftOut } = chooseEntry(files);
    const open = () => openEntry(archive.length, zip, entry, maxBytes);
    const remarks = leftOut === 0 ? [] : [leftOutRemark(entry.fileName, leftOut)];
    return await keepIfSmall(entry.fileName.replace(/^.*\//, ''), open, remarks);
  } catch (error) {
    throw asZipError(error);
  }
}

async function filesOf(zip: ZipFile): Promise<Entry[]> {
  const files: Entry[] = [];
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    if (++seen > MAX_ZIP_ENTRIES) throw zipError(`The archive holds more than ${MAX_ZIP_ENTRIES} files.`);
    if (!/\/$|^__MACOSX\/|(^|\/)\.[^/]*$/.test(entry.fileName)) files.push(entry);
  }
  return files;
}

function chooseEntry(files: Entry[]): { entry: Entry; leftOut: number } {
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
