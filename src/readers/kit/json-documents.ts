import type { Step } from './json-path.ts';
import { endOfString, malformed, STRUCTURE } from './json-whole.ts';

const LINE_END = 10;

/** A single document is a list of one where the mapping knows nothing but lists. */
export const onlyLists = (root: Step): boolean =>
  root.items !== null && root.keys.size === 0 && root.values === null;

/**
 * The same where each begins in a line of its own with a brace, as nearly all tools write them: within a document of
 * theirs no line begins so. Undefined where that does not hold, and for a single one.
 */
export function documentsByLine(text: string): unknown[] | undefined {
  const documents: unknown[] = [];
  try {
    for (let from = 0; from < text.length; ) {
      const next = text.indexOf('\n{', from);
      const end = next < 0 ? text.length : next + 1;
      documents.push(JSON.parse(text.slice(from, end)));
      from = end;
    }
  } catch {
    return undefined;
  }
  return documents.length > 1 ? documents : undefined;
}

/**
 * Documents that follow each other as a list.
 * @throws AppError LK-READ-MALFORMED with the byte offset.
 */
export function parseDocuments(bytes: Buffer): unknown[] {
  const documents: unknown[] = [];
  let from = 0;
  while (from < bytes.length) {
    if ((bytes[from] as number) <= 32) {
      from++;
      continue;
    }
    const to = endOfDocument(bytes, from);
    const text = bytes.toString('utf8', from, to);
    try {
      documents.push(JSON.parse(text));
    } catch (error) {
      throw malformed(from + offsetOf(error, text), error);
    }
    from = to;
  }
  return documents;
}

/** After the bracket that closes what opens here; of what is no container, the end of the line. */
function endOfDocument(bytes: Uint8Array, from: number): number {
  const n = bytes.length;
  if (STRUCTURE[bytes[from] as number] !== 1) {
    const end = bytes.indexOf(LINE_END, from);
    return end < 0 ? n : end;
  }
  let depth = 0;
  for (let i = from; i < n; i++) {
    const kind = STRUCTURE[bytes[i] as number];
    if (kind === 0) continue;
    if (kind === 1) depth++;
    else if (kind === 3) i = endOfString(bytes, i + 1);
    else if (--depth === 0) return i + 1;
  }
  return n;
}

/** V8 tells the position in its message, and nowhere else. */
export function offsetOf(error: unknown, text: string): number {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined
    ? Buffer.byteLength(text)
    : Buffer.byteLength(text.slice(0, Number(position)));
}
