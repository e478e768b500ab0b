import { asBuffer } from './bytes.ts';
import type { Step } from './json-path.ts';
import { malformed, STRUCTURE } from './json-whole.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const LINE_END = 10;
const COMMA = Buffer.from(',');

/**
 * Where the reader is in documents that follow each other, byte by byte: NDJSON, or documents printed over
 * many lines, as Go's encoder writes them.
 */
class Outermost {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;
  /** A document has ended: what comes next is another one. */
  ended = false;

  /** True when this byte begins a further document. */
  begins(c: number): boolean {
    if (this.#inString) this.#inText(c);
    else if (c > 32) return this.#structure(c);
    else if (c === LINE_END && this.#depth === 0) this.ended = this.#begun;
    return false;
  }

  #inText(c: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (c === BACKSLASH) this.#escaped = true;
    else if (c === QUOTE) this.#inString = false;
  }

  #structure(c: number): boolean {
    const further = this.ended && this.#depth === 0;
    this.#begun = true;
    this.ended = false;
    if (c === QUOTE) this.#inString = true;
    else if (STRUCTURE[c] === 1) this.#depth++;
    else if (STRUCTURE[c] === 2 && --this.#depth === 0) this.ended = true;
    return further;
  }
}

/** The bytes of many documents as those of one list: brackets around, a comma before each further one. */
export async function* asList(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield Buffer.from('[');
  const at = new Outermost();
  for await (const chunk of chunks) {
    const copy = Buffer.from(chunk);
    let from = 0;
    for (let i = 0; i < copy.length; i++) {
      if (!at.begins(copy[i] as number)) continue;
      if (i > from) yield copy.subarray(from, i);
      yield COMMA;
      from = i;
    }
    yield copy.subarray(from);
  }
  yield Buffer.from(']');
}

const LIST = 91;

/**
 * Whether the bytes count as a list of documents: when a second one begins within the first `most` bytes, or
 * when there is one only, which is no list itself, and `single` says that it counts as well.
 */
export async function countsAsList(
  chunks: AsyncIterable<Uint8Array>,
  single: boolean,
  most: number,
): Promise<boolean> {
  const at = new Outermost();
  let seen = 0;
  let first: number | undefined;
  for await (const chunk of chunks) {
    for (const c of asBuffer(chunk)) {
      if (at.begins(c)) return true;
      if (first === undefined && c > 32) first = c;
    }
    seen += chunk.length;
    if (seen > most) break;
  }
  return single && first !== LIST;
}

/** A single document is a list of one where the mapping knows nothing but lists. */
export const onlyLists = (root: Step): boolean =>
  root.items !== null && root.keys.size === 0 && root.values === null;

/**
 * Documents that follow each other as a list.
 * @throws AppError LK-READ-MALFORMED with the byte offset.
 */
export function parseDocuments(bytes: Buffer): unknown[] {
  const at = new Outermost();
  const documents: unknown[] = [];
  let from = 0;
  const take = (to: number) => {
    const text = bytes.toString('utf8', from, to);
    try {
      if (text.trim() !== '') documents.push(JSON.parse(text));
    } catch (error) {
      throw malformed(from + offsetOf(error, text), error);
    }
    from = to;
  };
  for (let i = 0; i < bytes.length; i++) if (at.begins(bytes[i] as number)) take(i);
  take(bytes.length);
  return documents;
}

/** V8 tells the position in its message, and nowhere else. */
export function offsetOf(error: unknown, text: string): number {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined
    ? Buffer.byteLength(text)
    : Buffer.byteLength(text.slice(0, Number(position)));
}
