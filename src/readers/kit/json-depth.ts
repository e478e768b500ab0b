import { checkDepth } from './json-whole.ts';

/** Nesting in a document this small does JSON.parse no harm; how deep it is shows afterwards. */
const HARMLESS_LENGTH = 1024 * 1024;
/** A report has about one opening bracket in a hundred bytes; JSON.parse needs about as many bytes for each as that. */
const DENSE = 1 / 32;
const WINDOWS = 1024;
const WINDOW = 64;

/**
 * Before JSON.parse builds it: refuses what is so full of brackets that nesting could fill the memory and is too
 * deep. Looking at every byte costs as much as parsing, so others are only sampled, and looked at by `checkValue`.
 * @throws AppError LK-READ-TOO-DEEP, LK-READ-TRUNCATED
 */
export function checkDense(text: string, maxDepth: number): void {
  if (text.length > HARMLESS_LENGTH && isDense(text)) checkDepth(Buffer.from(text), maxDepth);
}

/** Windows lie anywhere, so that no document can be written around them. */
function isDense(text: string): boolean {
  let opening = 0;
  for (let i = 0; i < WINDOWS; i++) {
    const from = Math.floor(Math.random() * (text.length - WINDOW));
    for (let at = from; at < from + WINDOW; at++) {
      const c = text.charCodeAt(at);
      if (c === 0x5b || c === 0x7b) opening++;
    }
  }
  return opening > WINDOWS * WINDOW * DENSE;
}

/** True when a parsed document is nested more deeply than the limit. */
export function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && isTooDeep(item, levels - 1)) return true;
    return false;
  }
  const record = value as Record<string, unknown>;
  for (const key in record) {
    const member = record[key];
    if (typeof member === 'object' && isTooDeep(member, levels - 1)) return true;
  }
  return false;
}
