import type { JsonElement } from '../reader.ts';
import { readFailure } from './failure.ts';
import { JsonCursor } from './json-cursor.ts';
import type { Step } from './json-path.ts';
import { malformed } from './json-whole.ts';

/** One result, and the document around the results, must each fit in memory as text. */
const MAX_PIECE_BYTES = 128 * 1024 * 1024;

/** Grows by pieces, joined once. */
class Pieces {
  #parts: Uint8Array[] = [];
  #size = 0;

  add(bytes: Uint8Array, from: number, to: number, offset: number): void {
    if (to <= from) return;
    this.#size += to - from;
    if (this.#size > MAX_PIECE_BYTES) {
      throw readFailure('LK-READ-TOO-LARGE', 'One part of the report is too large.', `byte ${offset + from}`);
    }
    // Copied: whoever reads the file may use the same buffer for its next chunk.
    this.#parts.push(bytes.slice(from, to));
  }

  get empty(): boolean {
    return this.#size === 0;
  }

  take(): Buffer {
    const all = Buffer.concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    return all;
  }
}

/** First pass: the document without the elements of its result arrays. */
export async function readShell(
  chunks: AsyncIterable<Uint8Array>,
  root: Step,
  maxDepth: number,
): Promise<unknown> {
  const shell = new Pieces();
  const cursor = new JsonCursor(root, maxDepth);
  let copyFrom = 0;
  cursor.onEnter = (bytes, at, offset) => {
    shell.add(bytes, copyFrom, at, offset);
    copyFrom = Number.POSITIVE_INFINITY;
  };
  cursor.onLeave = (at) => {
    copyFrom = at;
  };
  for await (const chunk of chunks) {
    if (copyFrom !== Number.POSITIVE_INFINITY) copyFrom = 0;
    const offset = cursor.offset;
    cursor.push(chunk);
    shell.add(chunk, copyFrom, chunk.length, offset);
  }
  cursor.end();
  return parse(shell.take(), 0);
}

/** Second pass: each element parsed on its own; `pause` is awaited between chunks. */
export async function readElements(
  chunks: AsyncIterable<Uint8Array>,
  root: Step,
  maxDepth: number,
  give: (element: JsonElement) => void,
  pause: () => void | Promise<void>,
): Promise<void> {
  const begun = new Pieces();
  const cursor = new JsonCursor(root, maxDepth);
  let from = -1;
  cursor.onStart = (at) => {
    from = at;
  };
  cursor.onElement = (bytes, end, offset, path) => {
    let piece = bytes;
    let start = from;
    let stop = end;
    if (!begun.empty) {
      begun.add(bytes, 0, end, offset);
      piece = begun.take();
      start = 0;
      stop = piece.length;
    }
    from = -1;
    give({ value: parse(piece, offset, start, stop), path, at: cursor.position() });
  };
  for await (const chunk of chunks) {
    const offset = cursor.offset;
    cursor.push(chunk);
    if (from >= 0) {
      begun.add(chunk, from, chunk.length, offset);
      from = 0;
    }
    await pause();
  }
  cursor.end();
}

function parse(bytes: Uint8Array, offset: number, from = 0, to = bytes.length): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(offset + from, error);
  }
}
