import type { Known, Seen } from './known.ts';

/** Below this share of common word pairs two lines are different code, not an edited line. */
const SIMILAR = 0.6;
/** Lines without text may have moved this far; beyond it nothing speaks for a pair. */
const NEAR_LINES = 100;
/** The table of an alignment grows with the product; larger groups are paired in order, by line. */
const TABLE_CELLS = 250_000;

/**
 * Pairs lines of one rule in one file, keeping their order: the pairing with the greatest sum of
 * similarities (the alignment of Needleman and Wunsch without gap costs).
 */
export function alignByText(
  known: readonly Known[],
  left: number[],
  seen: readonly Seen[],
  right: number[],
): [number, number][] {
  const a = left.toSorted((x, y) => known[x]!.line - known[y]!.line || x - y);
  const b = right.toSorted((x, y) => seen[x]!.line - seen[y]!.line || x - y);
  if (a.length * b.length > TABLE_CELLS) {
    const count = Math.min(a.length, b.length);
    return Array.from({ length: count }, (_, i): [number, number] => [a[i]!, b[i]!]).filter(
      ([k, s]) => likeness(known[k]!, seen[s]!) > 0,
    );
  }
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const pair = likeness(known[a[i]!]!, seen[b[j]!]!);
      const together = pair > 0 ? pair + best[(i + 1) * width + j + 1]! : 0;
      best[i * width + j] = Math.max(together, best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  return walk(best, width, a, b, (k, s) => likeness(known[k]!, seen[s]!));
}

function walk(
  best: Float64Array,
  width: number,
  a: number[],
  b: number[],
  score: (known: number, seen: number) => number,
): [number, number][] {
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const here = best[i * width + j]!;
    const pair = score(a[i]!, b[j]!);
    if (pair > 0 && here === pair + best[(i + 1) * width + j + 1]!) pairs.push([a[i++]!, b[j++]!]);
    else if (here === best[(i + 1) * width + j]!) i++;
    else j++;
  }
  return pairs;
}

/** 0 = not the same line; up to 1 = equal text. Distance breaks ties between equally similar lines. */
function likeness(known: Known, seen: Seen): number {
  const distance = Math.abs(known.line - seen.line);
  const nearness = 1 / (1 + distance / 10);
  if (!known.text || !seen.text) return distance <= NEAR_LINES ? 0.5 + nearness / 10 : 0;
  const similarity = dice(known.text, seen.text);
  return similarity >= SIMILAR ? similarity + nearness / 10 : 0;
}

/** Sørensen–Dice coefficient over pairs of neighbouring characters, spaces left out. */
function dice(a: string, b: string): number {
  if (a === b) return 1;
  const left = a.replaceAll(' ', '');
  const right = b.replaceAll(' ', '');
  if (left.length < 2 || right.length < 2) return left === right ? 1 : 0;
  const pairs = new Map<string, number>();
  for (let i = 0; i < left.length - 1; i++) {
    const pair = left.slice(i, i + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let i = 0; i < right.length - 1; i++) {
    const pair = right.slice(i, i + 2);
    const count = pairs.get(pair) ?? 0;
    if (count > 0) {
      common++;
      pairs.set(pair, count - 1);
    }
  }
  return (2 * common) / (left.length + right.length - 2);
}
