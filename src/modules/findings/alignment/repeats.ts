import type { Seen } from '../known.ts';
import type { Pair } from './spot.ts';

/**
 * Pairs what shares a key. Repeats are interchangeable, yet leaving one unmatched would lose its exception and churn
 * its ticket: those with equal text first, the others by line and in order.
 * @param known all known ones; `left` are positions in it
 * @param seen all seen ones; `right` are positions in it
 */
export function pairRepeats(
  known: readonly Seen[],
  left: readonly number[],
  seen: readonly Seen[],
  right: readonly number[],
): Pair[] {
  if (left.length === 1 && right.length === 1) return [[left[0]!, right[0]!]];
  const pairs: Pair[] = [];
  const rest = new Map<string, number[]>();
  for (const s of byLine(seen, right)) {
    const list = rest.get(seen[s]!.text);
    if (list) list.push(s);
    else rest.set(seen[s]!.text, [s]);
  }
  const restLeft: number[] = [];
  for (const [text, group] of Map.groupBy(byLine(known, left), (k) => known[k]!.text)) {
    const partners = rest.get(text);
    const equal = partners ? nearest(known, group, seen, partners) : [];
    const [used, usedSeen] = [new Set(equal.map(([k]) => k)), new Set(equal.map(([, s]) => s))];
    pairs.push(...equal);
    restLeft.push(...group.filter((k) => !used.has(k)));
    if (partners)
      rest.set(
        text,
        partners.filter((s) => !usedSeen.has(s)),
      );
  }
  const restRight = [...rest.values()].flat();
  return [...pairs, ...nearest(known, byLine(known, restLeft), seen, byLine(seen, restRight))];
}

const byLine = (items: readonly Seen[], positions: readonly number[]): number[] =>
  positions.toSorted((x, y) => items[x]!.line - items[y]!.line || x - y);

/** In order; with unequal counts the nearest lines stay together. */
function nearest(known: readonly Seen[], a: number[], seen: readonly Seen[], b: number[]): Pair[] {
  const shortIsKnown = a.length <= b.length;
  const [short, long] = shortIsKnown ? [a, b] : [b, a];
  const shortLine = (at: number) => (shortIsKnown ? known : seen)[at]!.line;
  const longLine = (at: number) => (shortIsKnown ? seen : known)[at]!.line;
  const spare = long.length - short.length;
  let skipped = 0;
  return short.map((index, i): Pair => {
    // Skip ahead while the next one lies nearer and enough remain for those that follow.
    const at = shortLine(index);
    while (
      skipped < spare &&
      Math.abs(longLine(long[i + skipped + 1]!) - at) < Math.abs(longLine(long[i + skipped]!) - at)
    ) {
      skipped++;
    }
    const partner = long[i + skipped]!;
    return shortIsKnown ? [index, partner] : [partner, index];
  });
}
