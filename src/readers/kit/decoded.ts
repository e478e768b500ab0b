import { DEFAULT_LIMITS, type Probe } from '../reader.ts';
import { asBuffer, decodeStream, detectEncoding, isUtf8Name } from './bytes.ts';
import { assignmentLength, withinAssignment, withoutAssignment } from './js-assignment.ts';
import { checkDense } from './json-depth.ts';
import { makeProbe, PROBE_BYTES } from './probe.ts';
import { gather, headOf, type ReportSource } from './source.ts';

/** Up to here a report is held in one piece and decoded once, which is several times as fast as passes over its bytes. */
export const WHOLE_BYTES = 16 * 1024 * 1024;

/** What a report says, without its packing and encoding. */
export interface Content {
  /** UTF-8 without byte order mark; starts again from the beginning each time. */
  open: () => AsyncIterable<Uint8Array>;
  /** The same in one piece, where it is small enough. */
  text?: string;
  /** What that says, where it is JSON: parsed once, for recognition and for its reader, who may take it apart. */
  document?: { value: unknown };
}

/** Content, and what recognition needs of it. */
export interface Decoded extends Content {
  probe: Probe;
  /** Said when the encoding was guessed. */
  remark?: string;
}

/** @throws AppError LK-READ-ENCODING when the bytes are no text in any known encoding. */
export async function decoded(source: ReportSource): Promise<Decoded> {
  const whole = source.size <= WHOLE_BYTES ? await gather(source, WHOLE_BYTES) : null;
  const head = whole?.subarray(0, PROBE_BYTES) ?? (await headOf(source, PROBE_BYTES));
  const { encoding, remark } = detectEncoding(head, head.length < PROBE_BYTES);
  const made = whole
    ? contentOf(await textOf(whole, encoding), isUtf8Name(encoding) ? whole : undefined)
    : await streamed(source, head, encoding);
  return remark === undefined ? made : { ...made, remark };
}

/**
 * A text that lies in memory.
 * @param encoded its UTF-8, where that is at hand
 */
export function contentOf(told: string, encoded?: Uint8Array): Decoded {
  const text = withinAssignment(told);
  const bytes = () => (encoded && text === told ? withoutMark(encoded) : Buffer.from(text));
  const document = parsed(text);
  const probe = makeProbe(text.slice(0, PROBE_BYTES), text.length, document?.value);
  const made = { probe, text, open: () => once(bytes()) };
  return document ? { ...made, document } : made;
}

/** Undefined for what is no JSON, or none that is safe to parse: who reads it says why. */
function parsed(text: string): Content['document'] {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    checkDense(text, DEFAULT_LIMITS.maxDepth);
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

async function streamed(source: ReportSource, head: Uint8Array, encoding: string): Promise<Decoded> {
  const text = await textOf(head, encoding);
  const skip = assignmentLength(text);
  const bytes = () => decodeStream(source.open(), encoding);
  const open = skip === 0 ? bytes : () => withoutAssignment(bytes(), skip);
  const told = skip === 0 ? text : Buffer.from(text).subarray(skip).toString('utf8');
  return { probe: makeProbe(told, source.size), open };
}

async function textOf(bytes: Uint8Array, encoding: string): Promise<string> {
  // Nearly all reports; the decoder of Node takes the byte order mark away.
  if (isUtf8Name(encoding)) return new TextDecoder().decode(bytes);
  const parts: Buffer[] = [];
  for await (const part of decodeStream(once(bytes), encoding)) parts.push(asBuffer(part));
  return Buffer.concat(parts).toString('utf8');
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
