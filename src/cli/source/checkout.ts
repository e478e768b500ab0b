import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { asBuffer, decodeStream, detectEncoding } from '../../readers/kit/bytes.ts';

/** Why the text of a place is not read. */
export type NotRead = 'missing' | 'ambiguous' | 'outside' | 'not-a-file' | 'binary' | 'large';

/** A folder with the source that was scanned. Nothing outside it is ever opened. */
export interface Checkout {
  /** The file a report means, by its real path. */
  find(path: string): Promise<{ file: string } | { not: NotRead }>;
  /** Lines of such a file, without their ends. */
  lines(file: string): Promise<{ lines: string[] } | { not: NotRead }>;
}

/** Source files are small; what is larger was generated, and its lines tell nothing. */
export const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
const LONGEST_PATH = 4096;
/** Each leading folder costs a look at the disk. */
const MOST_SEGMENTS = 64;
/** A pipe that lies in the checkout must not make us wait, and a link put there meanwhile is not followed. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** @throws AppError LK-USAGE when it is no folder */
export async function openCheckout(folder: string): Promise<Checkout> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory())
    throw new AppError('LK-USAGE', `--source ${folder} is not a folder`);
  return { find: (path) => find(root, path), lines };
}

/** As told; else without the leading folders of the build machine, when exactly one way of dropping them fits. */
async function find(root: string, path: string): Promise<{ file: string } | { not: NotRead }> {
  const segments = path.split('/');
  if (path.length > LONGEST_PATH || !segments.every(isInnerName)) return { not: 'outside' };
  const exact = await inside(root, path);
  if (!('not' in exact) || exact.not !== 'missing') return exact;
  const fits = new Set<string>();
  for (let drop = 1; drop < Math.min(segments.length, MOST_SEGMENTS); drop++) {
    const shorter = await inside(root, segments.slice(drop).join('/'));
    if ('file' in shorter) fits.add(shorter.file);
  }
  const [file] = fits;
  if (file === undefined) return { not: 'missing' };
  return fits.size === 1 ? { file } : { not: 'ambiguous' };
}

/** What lies in `.git` is not source, and may hold credentials. */
const isInnerName = (segment: string): boolean =>
  segment !== '' && segment !== '.' && segment !== '..' && segment !== '.git' && !segment.includes('\0');

async function inside(root: string, path: string): Promise<{ file: string } | { not: NotRead }> {
  const file = await realpath(join(root, path)).catch(() => null);
  if (file === null) return { not: 'missing' };
  if (!relative(root, file).split(sep).every(isInnerName)) return { not: 'outside' };
  const info = await stat(file).catch(() => null);
  return info?.isFile() ? { file } : { not: 'not-a-file' };
}

async function lines(file: string): Promise<{ lines: string[] } | { not: NotRead }> {
  const handle = await open(file, READ).catch(() => null);
  if (handle === null) return { not: 'missing' };
  try {
    const info = await handle.stat();
    if (!info.isFile()) return { not: 'not-a-file' };
    if (info.size > LARGEST_FILE_BYTES) return { not: 'large' };
    const text = await textOf(await handle.readFile());
    return text === null ? { not: 'binary' } : { lines: linesIn(text) };
  } finally {
    await handle.close();
  }
}

/** Decoded as reports are: byte order mark, UTF-16, UTF-8, else Western Windows. Null for what is no text. */
async function textOf(bytes: Buffer): Promise<string | null> {
  let encoding: string;
  try {
    encoding = detectEncoding(bytes, true).encoding;
  } catch {
    return null;
  }
  const parts: Buffer[] = [];
  for await (const part of decodeStream(once(bytes), encoding)) parts.push(asBuffer(part));
  const text = Buffer.concat(parts).toString('utf8');
  return text.includes('\0') ? null : text;
}

/** The end of the last line begins no further one. */
function linesIn(text: string): string[] {
  const all = text.split(/\r\n|\n|\r/);
  if (all.at(-1) === '') all.pop();
  return all;
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}
