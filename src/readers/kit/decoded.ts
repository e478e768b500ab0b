import type { Probe } from '../reader.ts';
import { asBuffer, decodeStream, detectEncoding } from './bytes.ts';
import { assignmentLength, withoutAssignment } from './js-assignment.ts';
import { makeProbe, PROBE_BYTES } from './probe.ts';
import { headOf, type ReportSource } from './source.ts';

/** UTF-8 bytes of a report, re-openable, and what recognition needs of them. */
export interface Decoded {
  probe: Probe;
  open: () => AsyncIterable<Uint8Array>;
  /** Said when the encoding was guessed. */
  remark?: string;
}

/** @throws AppError LK-READ-ENCODING when the bytes are no text in any known encoding. */
export async function decoded(source: ReportSource): Promise<Decoded> {
  const head = await headOf(source, PROBE_BYTES);
  const { encoding, remark } = detectEncoding(head, head.length < PROBE_BYTES);
  const text = await textOf(head, encoding);
  const skip = assignmentLength(text);
  const bytes = () => decodeStream(source.open(), encoding);
  const open = skip === 0 ? bytes : () => withoutAssignment(bytes(), skip);
  const told = skip === 0 ? text : Buffer.from(text).subarray(skip).toString('utf8');
  const probe = makeProbe(told, source.size);
  return remark === undefined ? { probe, open } : { probe, open, remark };
}

async function textOf(head: Uint8Array, encoding: string): Promise<string> {
  // Nearly all reports; the decoder of Node takes the byte order mark away.
  if (encoding === 'utf-8') return new TextDecoder().decode(head);
  const parts: Buffer[] = [];
  for await (const part of decodeStream(once(head), encoding)) parts.push(asBuffer(part));
  return Buffer.concat(parts).toString('utf8');
}

export async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
