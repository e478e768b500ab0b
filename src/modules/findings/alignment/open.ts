import type { Alignment, How, Known, Seen } from '../known.ts';
import type { Pair } from './spot.ts';

/** What waits for a partner on both sides, and who found one. */
export class Open {
  readonly known: readonly Known[];
  readonly seen: readonly Seen[];
  readonly #known: boolean[];
  readonly #seen: boolean[];
  readonly #matched: Alignment['matched'] = [];

  constructor(known: readonly Known[], seen: readonly Seen[]) {
    this.known = known;
    this.seen = seen;
    this.#known = known.map(({ live }) => live);
    this.#seen = new Array<boolean>(seen.length).fill(true);
  }

  take(how: How, pairs: Iterable<Pair>): void {
    for (const [k, s] of pairs) {
      this.#matched.push([k, s, how]);
      this.#known[k] = false;
      this.#seen[s] = false;
    }
  }

  /** Who still waits, in ascending order. */
  freeKnown = (): number[] => positions(this.#known);
  freeSeen = (): number[] => positions(this.#seen);

  /**
   * Those who wait, by a name; only names that both sides have.
   * @param name null = takes no part
   */
  *groups(
    nameOfKnown: (item: Known) => string | null,
    nameOfSeen: (item: Seen) => string | null = nameOfKnown as (item: Seen) => string | null,
  ): Iterable<[known: number[], seen: number[]]> {
    const left = new Map<string, number[]>();
    for (const k of this.freeKnown()) add(left, nameOfKnown(this.known[k]!), k);
    // A first report has no partners anywhere: nothing to look for.
    if (left.size === 0) return;
    const right = new Map<string, number[]>();
    for (const s of this.freeSeen()) {
      const name = nameOfSeen(this.seen[s]!);
      if (name !== null && left.has(name)) add(right, name, s);
    }
    for (const [name, seen] of right) yield [left.get(name)!, seen];
  }

  /** Ends the search among the live ones; what is left of them is missing. Now fixed ones may come back. */
  wakeFixed(): number[] {
    const missing = this.freeKnown();
    this.known.forEach(({ live }, k) => {
      this.#known[k] = !live;
    });
    return missing;
  }

  result(missing: number[]): Alignment {
    return { matched: this.#matched, missing, opened: this.freeSeen() };
  }
}

function add(groups: Map<string, number[]>, name: string | null, position: number): void {
  if (name === null) return;
  const list = groups.get(name);
  if (list) list.push(position);
  else groups.set(name, [position]);
}

/** Where the flags stand, in ascending order. */
function positions(flags: readonly boolean[]): number[] {
  const found: number[] = [];
  for (let at = 0; at < flags.length; at++) if (flags[at]) found.push(at);
  return found;
}
