import { alignByText } from './align.ts';
import type { Known, Seen } from './known.ts';

export type { Known, Seen } from './known.ts';

/** How a pair was recognised: by its strong key, or as an edited line of the same rule in the same file. */
export type How = 'key' | 'place';

export interface Alignment {
  /** Position among the known, position among the seen, how. Each position occurs at most once. */
  matched: [known: number, seen: number, how: How][];
  /** Live ones that were not seen. */
  missing: number[];
  /** Seen ones that nobody knows. */
  opened: number[];
}

/**
 * Aligns what is known with what is seen, in passes: equal strong keys (repeats of equal text in order of
 * their lines), then lines of the same rule in the same file by text and order, then fixed findings that
 * come back. Near-linear: every pass walks groups of equal keys.
 */
export function track(known: readonly Known[], seen: readonly Seen[]): Alignment {
  const matched: Alignment['matched'] = [];
  const live = known.map(({ live }) => live);
  const fixed = known.map(({ live }) => !live);
  const free = new Array<boolean>(seen.length).fill(true);
  const take = (pairs: Iterable<[number, number]>, how: How) => {
    for (const [k, s] of pairs) {
      matched.push([k, s, how]);
      live[k] = false;
      free[s] = false;
    }
  };

  for (const [left, right] of groups(known, live, seen, free, (item) => item.key)) {
    take(inOrder(known, left, seen, right), 'key');
  }
  for (const [left, right] of groups(known, live, seen, free, (item) => item.place)) {
    take(alignByText(known, left, seen, right), 'place');
  }
  for (const [left, right] of groups(known, fixed, seen, free, (item) => item.key)) {
    take(inOrder(known, left, seen, right), 'key');
  }
  return { matched, missing: positions(live), opened: positions(free) };
}

/** Where the flags stand, in ascending order. */
function positions(flags: readonly boolean[]): number[] {
  const found: number[] = [];
  flags.forEach((flag, index) => {
    if (flag) found.push(index);
  });
  return found;
}

/** Positions on both sides that share a name; sides without a partner are left out. */
function groups(
  known: readonly Known[],
  freeKnown: readonly boolean[],
  seen: readonly Seen[],
  freeSeen: readonly boolean[],
  name: (item: Known | Seen) => string | null,
): [number[], number[]][] {
  const left = new Map<string, number[]>();
  for (const index of positions(freeKnown)) {
    const key = name(known[index]!);
    if (key === null) continue;
    const list = left.get(key);
    if (list) list.push(index);
    else left.set(key, [index]);
  }
  const both = new Map<string, [number[], number[]]>();
  // A first report has no partners anywhere: nothing to look for.
  if (left.size === 0) return [];
  for (const index of positions(freeSeen)) {
    const key = name(seen[index]!);
    const partners = key === null ? undefined : left.get(key);
    if (!key || !partners) continue;
    const pair = both.get(key);
    if (pair) pair[1].push(index);
    else both.set(key, [partners, [index]]);
  }
  return [...both.values()];
}

/**
 * Repeats of equal text are interchangeable: paired by line and in order, because leaving one unmatched
 * would lose its exception and churn its ticket. With unequal counts the nearest lines stay together.
 */
function inOrder(
  known: readonly Known[],
  left: number[],
  seen: readonly Seen[],
  right: number[],
): [number, number][] {
  if (left.length === 1 && right.length === 1) return [[left[0]!, right[0]!]];
  const a = left.toSorted((x, y) => known[x]!.line - known[y]!.line || x - y);
  const b = right.toSorted((x, y) => seen[x]!.line - seen[y]!.line || x - y);
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const line = (index: number, isKnown: boolean) => (isKnown ? known[index]!.line : seen[index]!.line);
  const shortIsKnown = short === a;
  const spare = long.length - short.length;
  let skipped = 0;
  return short.map((index, i) => {
    // Skip ahead while the next one lies nearer and enough remain for those that follow.
    const at = line(index, shortIsKnown);
    while (
      skipped < spare &&
      Math.abs(line(long[i + skipped + 1]!, !shortIsKnown) - at) <
        Math.abs(line(long[i + skipped]!, !shortIsKnown) - at)
    ) {
      skipped++;
    }
    const partner = long[i + skipped]!;
    return shortIsKnown ? [index, partner] : [partner, index];
  });
}
