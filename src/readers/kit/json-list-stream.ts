import { STRUCTURE } from './json-whole.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const LINE_END = 10;
const COMMA = 44;
const LIST = 91;

/**
 * Where the reader is in documents that follow each other, chunk by chunk: NDJSON, or documents printed over
 * many lines, as Go's encoder writes them.
 */
class Outermost {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;
  #ended = false;

  /** Index at which a further document begins, or -1 when none does in the rest of these bytes. */
  next(bytes: Uint8Array, from: number): number {
    const n = bytes.length;
    for (let i = from; i < n; i++) {
      if (this.#inString) i = this.#afterString(bytes, i);
      if (i >= n) break;
      const c = bytes[i] as number;
      if (this.#depth === 0 && this.#outside(c)) return i;
      const kind = STRUCTURE[c];
      if (kind === 0) continue;
      if (kind === 3) this.#inString = true;
      else if (kind === 1) this.#depth++;
      else if (--this.#depth === 0) this.#ended = true;
    }
    return -1;
  }

  /** True when the byte begins a further document. */
  #outside(c: number): boolean {
    if (c <= 32) {
      if (c === LINE_END) this.#ended = this.#begun;
      return false;
    }
    const further = this.#ended;
    this.#ended = false;
    this.#begun = true;
    return further;
  }

  /** Index after the closing quote; the length when the string goes on in the next chunk. */
  #afterString(bytes: Uint8Array, from: number): number {
    const n = bytes.length;
    for (let i = from; i < n; i++) {
      const c = bytes[i];
      if (this.#escaped) this.#escaped = false;
      else if (c === BACKSLASH) this.#escaped = true;
      else if (c === QUOTE) {
        this.#inString = false;
        return i + 1;
      }
    }
    return n;
  }
}

/** The bytes of many documents as those of one list: brackets around, a comma before each further one. */
export async function* asList(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield Buffer.from('[');
  const at = new Outermost();
  for await (const chunk of chunks) {
    const copy = Buffer.from(chunk);
    let from = 0;
    for (let i = at.next(copy, 0); i >= 0; i = at.next(copy, i)) {
      // The blank before a document becomes the comma; without one the bytes are cut.
      if (i > from && (copy[i - 1] as number) <= 32) copy[i - 1] = COMMA;
      else {
        if (i > from) yield copy.subarray(from, i);
        yield Buffer.of(COMMA);
        from = i;
      }
    }
    yield copy.subarray(from);
  }
  yield Buffer.from(']');
}

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
    if (at.next(chunk, 0) >= 0) return true;
    first ??= chunk.find((c) => c > 32);
    seen += chunk.length;
    if (seen > most) break;
  }
  return single && first !== LIST;
}
