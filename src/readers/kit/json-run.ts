import type { JsonElement, JsonMapping, ReadContext } from '../reader.ts';
import { asBuffer } from './bytes.ts';
import { readElements, readShell } from './json-cut.ts';
import { compileEach, type Step } from './json-path.ts';
import { checkDepth, detachElements, elementsOf, malformed } from './json-whole.ts';
import type { CollectingSink } from './sink.ts';

/** Up to here a document is parsed in one piece, which is three times as fast as two passes. */
const WHOLE_BYTES = 16 * 1024 * 1024;

/**
 * Runs a mapping over UTF-8 bytes of JSON; `open` may be called three times.
 * @throws AppError LK-READ-MALFORMED, LK-READ-TRUNCATED, LK-READ-TOO-DEEP, LK-READ-TOO-LARGE (with
 * `detail.where` as byte offset).
 */
export async function runJson(
  open: () => AsyncIterable<Uint8Array>,
  mapping: JsonMapping,
  sink: CollectingSink,
  context: ReadContext,
  wholeBytes = WHOLE_BYTES,
): Promise<void> {
  const root = compileEach(mapping.each);
  const whole = await gather(open(), wholeBytes);
  if (whole !== null) return runWhole(whole, root, mapping, sink, context);
  const { maxDepth } = context.limits;
  const lines = mapping.lines === true && (await startsWithLine(open()));
  const bytes = lines ? () => asList(open()) : open;
  const shell = await readShell(bytes(), root, maxDepth);
  const map = mapping.open(shell, sink, context);
  await readElements(bytes(), root, maxDepth, map, () => (sink.full ? sink.drain() : undefined));
}

/** The whole file, or null when it is larger. */
async function gather(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) return null;
    parts.push(chunk);
  }
  return parts.length === 1 ? asBuffer(parts[0] as Uint8Array) : Buffer.concat(parts, size);
}

async function runWhole(
  bytes: Buffer,
  root: Step,
  mapping: JsonMapping,
  sink: CollectingSink,
  context: ReadContext,
): Promise<void> {
  checkDepth(bytes, context.limits.maxDepth);
  const { shell, lists } = detachElements(parseWhole(bytes, mapping.lines === true), root);
  const map = mapping.open(shell, sink, context);
  for (const list of lists) {
    for (const element of elementsOf(list)) {
      map(element satisfies JsonElement);
      if (sink.full) await sink.drain();
    }
  }
}

function parseWhole(bytes: Buffer, lines: boolean): unknown {
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (lines) return parseLines(text);
    throw malformed(offsetOf(error, text), error);
  }
}

/** NDJSON counts as a list of its documents. */
function parseLines(text: string): unknown[] {
  const documents: unknown[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    try {
      if (line.trim() !== '') documents.push(JSON.parse(line));
    } catch (error) {
      throw malformed(offset + (offsetOf(error, line) ?? 0), error);
    }
    offset += Buffer.byteLength(line) + 1;
  }
  return documents;
}

/** V8 tells the position in its message, and nowhere else. */
function offsetOf(error: unknown, text: string): number {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined
    ? Buffer.byteLength(text)
    : Buffer.byteLength(text.slice(0, Number(position)));
}

/** True when the first line that says something is a document by itself. */
async function startsWithLine(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  let text = '';
  for await (const chunk of chunks) {
    text = (text + asBuffer(chunk).toString('latin1')).trimStart();
    const end = text.indexOf('\n');
    if (end < 0 && text.length < WHOLE_BYTES) continue;
    try {
      return end > 0 && typeof JSON.parse(text.slice(0, end)) === 'object';
    } catch {
      return false; // one document over many lines
    }
  }
  return false;
}

/** NDJSON bytes as one list: brackets around, a comma for every line break that ends a document. */
async function* asList(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield Buffer.from('[');
  let owed = false;
  let begun = false;
  for await (const chunk of chunks) {
    const copy = Buffer.from(chunk);
    let from = 0;
    for (let i = 0; i < copy.length; i++) {
      const c = copy[i] as number;
      if (c === 10) owed = begun;
      else if (c > 32) {
        begun = true;
        if (!owed) continue;
        if (i > from) yield copy.subarray(from, i);
        yield Buffer.from(',');
        from = i;
        owed = false;
      }
    }
    yield copy.subarray(from);
  }
  yield Buffer.from(']');
}
