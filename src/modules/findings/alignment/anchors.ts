import type { Pair, Range, Spot } from './spot.ts';

/** How a place is told from others, most telling first: with both neighbours, with one, alone. */
const LOOKS: ((spots: readonly Spot[], at: number) => string)[] = [
  (spots, at) => `${step(spots, at)}|${step(spots, at + 1)}`,
  (spots, at) => step(spots, at),
  (spots, at) => String(spots[at]!.token),
];

/** The place before, the distance to it, and the place itself. */
function step(spots: readonly Spot[], at: number): string {
  const [before, here] = [spots[at - 1], spots[at]];
  return `${before?.token}:${(here?.line ?? 0) - (before?.line ?? 0)}:${here?.token}`;
}

/**
 * Pairs that cannot be mistaken: they look alike and nothing else in the part looks like them, on either side.
 * Of crossing ones those stay that keep the most (patience diff, by Bram Cohen).
 */
export function anchors(a: readonly Spot[], b: readonly Spot[], range: Range): Pair[] {
  for (const look of LOOKS) {
    const found = uniquePairs(a, b, range, look);
    if (found.length > 0) return longestRising(found);
  }
  return [];
}

function uniquePairs(
  a: readonly Spot[],
  b: readonly Spot[],
  range: Range,
  look: (spots: readonly Spot[], at: number) => string,
): Pair[] {
  const [left, right] = [once(a, range.a, look), once(b, range.b, look)];
  const pairs: Pair[] = [];
  for (const [name, i] of left) {
    const j = right.get(name);
    if (i >= 0 && j !== undefined && j >= 0) pairs.push([i, j]);
  }
  return pairs;
}

/** Where each look stands; -1 = in several places. */
function once(
  spots: readonly Spot[],
  [from, to]: [number, number],
  look: (spots: readonly Spot[], at: number) => string,
): Map<string, number> {
  const places = new Map<string, number>();
  for (let at = from; at < to; at++) {
    const name = look(spots, at);
    places.set(name, places.has(name) ? -1 : at);
  }
  return places;
}

/** The longest part of the pairs, ascending on the left, that ascends on the right as well. */
function longestRising(pairs: readonly Pair[]): Pair[] {
  const tails: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  pairs.forEach(([, right], at) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]![1] < right) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[at] = tails[low - 1]!;
    tails[low] = at;
  });
  const found: Pair[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) found.push(pairs[at]!);
  return found.reverse();
}
