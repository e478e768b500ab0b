import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { readFailure } from './failure.ts';

/** How a report's bytes become text. */
export interface DetectedEncoding {
  /** A name iconv-lite knows; `utf-8` passes through. */
  encoding: string;
  /** Said when the encoding was guessed or the declared one cannot be right. */
  remark?: string;
}

const MARKS: [encoding: string, mark: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Western Windows, a superset of printable ISO 8859-1; what old tools write without saying so. */
const FALLBACK = 'windows-1252';

/**
 * Looks at the first bytes: byte order mark, zeros of UTF-16 without mark, XML declaration, validity as
 * UTF-8, else Western Windows with a remark. `complete` says that `head` is the whole file.
 * @throws AppError LK-READ-ENCODING when the bytes are no text in any of them.
 */
export function detectEncoding(head: Uint8Array, complete = false): DetectedEncoding {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => head[i] === byte));
  if (marked) return { encoding: marked[0] };
  const wide = wideWithoutMark(head);
  if (wide) return { encoding: wide };
  const declared = declaredInXml(head);
  if (declared && !isUtf8Name(declared)) return byDeclaration(declared, head, complete);
  if (isUtf8(complete ? head : trimIncomplete(head))) return { encoding: 'utf-8' };
  return fallback(head, 'The bytes are not valid UTF-8; they were read as windows-1252.');
}

function byDeclaration(declared: string, head: Uint8Array, complete: boolean): DetectedEncoding {
  // A declaration that can be read byte by byte contradicts UTF-16 and UTF-32.
  if (iconv.encodingExists(declared) && !/^(utf|ucs)/i.test(declared)) {
    return { encoding: /^(iso-?8859-1|latin-?1|us-ascii)$/i.test(declared) ? FALLBACK : declared };
  }
  if (isUtf8(complete ? head : trimIncomplete(head))) {
    return {
      encoding: 'utf-8',
      remark: 'The declared encoding cannot be right; the bytes were read as UTF-8.',
    };
  }
  return fallback(head, 'The declared encoding is not known; the bytes were read as windows-1252.');
}

function fallback(head: Uint8Array, remark: string): DetectedEncoding {
  if (looksBinary(head)) throw readFailure('LK-READ-ENCODING', 'The file is not text in any known encoding.');
  return { encoding: FALLBACK, remark };
}

export const isUtf8Name = (name: string): boolean => /^utf-?8$/i.test(name);

function declaredInXml(head: Uint8Array): string | undefined {
  const start = Buffer.from(head.subarray(0, 256)).toString('latin1');
  return /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
}

/** JSON and XML start with ASCII, whose UTF-16 form has a zero in every second byte. */
function wideWithoutMark(head: Uint8Array): string | undefined {
  const length = Math.min(head.length & ~1, 64);
  if (length < 4) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i & 1]!++;
  const enough = length / 2 - Math.floor(length / 8);
  // Some characters beyond ASCII have a zero in the other byte.
  const few = Math.floor(length / 16);
  if (zeros[1]! >= enough && zeros[0]! <= few) return 'utf-16le';
  if (zeros[0]! >= enough && zeros[1]! <= few) return 'utf-16be';
  return undefined;
}

/** More than one byte in twenty that no text holds: control characters and holes of windows-1252. */
function looksBinary(head: Uint8Array): boolean {
  let odd = 0;
  for (const byte of head) if (NOT_TEXT[byte]) odd++;
  return odd * 20 > head.length;
}

const HOLES = new Set([0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const NOT_TEXT = Array.from(
  { length: 256 },
  (_, b) => (b < 32 && ![9, 10, 12, 13].includes(b)) || HOLES.has(b),
);

/** Without a multi-byte character cut off at the end. */
function trimIncomplete(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}

/** UTF-8 without byte order mark; bytes that already are UTF-8 pass through without a copy. */
export function decodeStream(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncIterable<Uint8Array> {
  return isUtf8Name(encoding) ? withoutMark(chunks) : recode(chunks, encoding);
}

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let start: Uint8Array | null = new Uint8Array();
  for await (const chunk of chunks) {
    if (start === null) {
      yield chunk;
      continue;
    }
    const joined: Uint8Array = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (joined.length < 3) {
      start = joined;
      continue;
    }
    start = null;
    const marked = joined[0] === 0xef && joined[1] === 0xbb && joined[2] === 0xbf;
    const rest = marked ? joined.subarray(3) : joined;
    if (rest.length > 0) yield rest;
  }
  if (start !== null && start.length > 0) yield start;
}

async function* recode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncIterable<Uint8Array> {
  const decoder = iconv.getDecoder(encoding);
  // The decoder may end a piece between the halves of a surrogate pair.
  let half = '';
  for await (const chunk of chunks) {
    let text = half + decoder.write(asBuffer(chunk));
    half = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : '';
    if (half) text = text.slice(0, -1);
    if (text) yield Buffer.from(text, 'utf8');
  }
  const rest = half + (decoder.end() ?? '');
  if (rest) yield Buffer.from(rest, 'utf8');
}

export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
