import { alignEdited } from './edited.ts';
import { alignEqual } from './sequence.ts';
import type { Item, Pair, Spot } from './spot.ts';

/** How two places were recognised as one. */
export type FileHow = 'same' | 'edited' | 'shuffled';

/**
 * Aligns the places of one file before and after, all rules together: equal lines in order, then edited lines
 * between them, then equal lines that changed their order. Positions are those in the lists.
 */
export function alignFile(before: readonly Item[], after: readonly Item[]): Record<FileHow, Pair[]> {
  const [a, b] = [inOrder(before), inOrder(after)];
  const [number, words] = [numbers(), numbers()];
  const spots = (items: readonly Item[], order: number[]): Spot[] =>
    order.map((at) => {
      const { token, line, said } = items[at]!;
      return { token: number(token), line, said: words(said) };
    });
  const [left, right] = [spots(before, a), spots(after, b)];

  const same = alignEqual(left, right).sort((x, y) => x[0] - y[0]);
  const itemAt = { a: (i: number) => before[a[i]!]!, b: (j: number) => after[b[j]!]! };
  const edited = alignEdited(same, left.length, right.length, itemAt);
  const shuffled = leftEqual(left, right, [...same, ...edited]);
  const told = (pairs: Pair[]) => pairs.map(([i, j]): Pair => [a[i]!, b[j]!]);
  return { same: told(same), edited: told(edited), shuffled: told(shuffled) };
}

/**
 * By line; on one line by rule, so that the order of the report does not matter; several results of one rule stay in
 * the order of the report, which mostly is the order of their columns.
 */
const inOrder = (items: readonly Item[]): number[] =>
  Array.from(items, (_, at) => at).sort(
    (x, y) => items[x]!.line - items[y]!.line || compare(items[x]!.rule, items[y]!.rule) || x - y,
  );

const compare = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);

/** Numbers compare faster than names. */
function numbers(): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  };
}

/** Equal lines of one file that no order joins: a function that was moved up or down. */
function leftEqual(a: readonly Spot[], b: readonly Spot[], taken: readonly Pair[]): Pair[] {
  const [usedA, usedB] = [new Set(taken.map(([i]) => i)), new Set(taken.map(([, j]) => j))];
  const waiting = new Map<number, number[]>();
  b.forEach(({ token }, j) => {
    if (usedB.has(j)) return;
    const list = waiting.get(token);
    if (list) list.push(j);
    else waiting.set(token, [j]);
  });
  for (const list of waiting.values()) list.reverse();
  const pairs: Pair[] = [];
  a.forEach(({ token }, i) => {
    const j = usedA.has(i) ? undefined : waiting.get(token)?.pop();
    if (j !== undefined) pairs.push([i, j]);
  });
  return pairs;
}
