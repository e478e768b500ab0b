import type { JsonElement } from '../reader.ts';
import { readFailure } from './failure.ts';
import type { Step } from './json-path.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** 1 opens, 2 closes, 3 quote: looked up per byte, because most bytes are none of them. */
export const STRUCTURE = new Uint8Array(256);
STRUCTURE[0x7b] = 1;
STRUCTURE[0x5b] = 1;
STRUCTURE[0x7d] = 2;
STRUCTURE[0x5d] = 2;
STRUCTURE[QUOTE] = 3;

/**
 * Refuses a document nested more deeply than the limit before JSON.parse builds it.
 * @throws AppError LK-READ-TOO-DEEP, or LK-READ-TRUNCATED when containers or a string stay open.
 */
export function checkDepth(bytes: Uint8Array, maxDepth: number): void {
  let depth = 0;
  const n = bytes.length;
  for (let i = 0; i < n; i++) {
    const kind = STRUCTURE[bytes[i] as number];
    if (kind === 0) continue;
    if (kind === 1) {
      if (++depth > maxDepth) throw tooDeep(maxDepth, i);
    } else if (kind === 2) {
      depth--;
    } else {
      i = endOfString(bytes, i + 1);
      if (i >= n) throw truncated(n);
    }
  }
  if (depth > 0) throw truncated(n);
}

/** Index of the closing quote, or the length when it does not come. */
export function endOfString(bytes: Uint8Array, at: number): number {
  const n = bytes.length;
  let i = at;
  for (; i < n; i++) {
    const c = bytes[i];
    if (c === QUOTE) return i;
    if (c === BACKSLASH) i++;
  }
  return n;
}

export const tooDeep = (maxDepth: number, offset: number) =>
  readFailure(
    'LK-READ-TOO-DEEP',
    `The report is nested more than ${maxDepth} levels deep.`,
    `byte ${offset}`,
  );

export const truncated = (offset: number) =>
  readFailure('LK-READ-TRUNCATED', 'The report ends in the middle.', `byte ${offset}`);

export const malformed = (offset: number, cause?: unknown) =>
  readFailure('LK-READ-MALFORMED', 'The report is not valid JSON.', `byte ${offset}`, cause);

/** Takes the arrays of results out of a parsed document (leaving them empty) in the order of the document. */
export function detachElements(document: unknown, root: Step): { shell: unknown; lists: ElementList[] } {
  const lists: ElementList[] = [];
  return { shell: detach(document, root, [], lists), lists };
}

export interface ElementList {
  path: string;
  at: (number | string)[];
  /** Keys of an object's values; null for an array. */
  keys: string[] | null;
  values: unknown[];
}

/** One element of a list, made only when its turn has come. */
export function elementOf({ path, at, keys, values }: ElementList, i: number): JsonElement {
  const position = keys === null ? i : keys[i]!;
  return { value: values[i], path, at: at.length === 0 ? [position] : [...at, position] };
}

function detach(value: unknown, step: Step, at: (number | string)[], lists: ElementList[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return detachArray(value, step, at, lists);
  const record = value as Record<string, unknown>;
  if (step.values?.each) {
    lists.push({ path: step.values.each, at, keys: Object.keys(record), values: Object.values(record) });
    return {};
  }
  for (const key of Object.keys(record)) {
    const below = step.keys.get(key) ?? step.values;
    if (below === null || below === undefined) continue;
    const kept = detach(record[key], below, below === step.values ? [...at, key] : at, lists);
    if (kept !== record[key]) record[key] = kept;
  }
  return record;
}

function detachArray(value: unknown[], step: Step, at: (number | string)[], lists: ElementList[]): unknown {
  const below = step.items;
  if (below === null) return value;
  if (below.each !== null) {
    lists.push({ path: below.each, at, keys: null, values: value });
    return [];
  }
  value.forEach((item, i) => {
    value[i] = detach(item, below, [...at, i], lists);
  });
  return value;
}
