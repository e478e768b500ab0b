import { matchesName, type Segment } from './name-pattern.ts';

/** A rule and its rank among all of its list: 0 is the strongest. */
export interface Ranked<Rule> {
  rule: Rule;
  order: number;
}

interface Entry<Rule> {
  segment: Segment;
  ranked: Ranked<Rule>;
}

/** Finds the strongest of many rules that each wait for one name, without trying them all. */
export class NameIndex<Rule> {
  /** Order of the strongest rule; infinite when there is none. */
  readonly strongest: number;
  private exact: Map<string, Ranked<Rule>> | null = null;
  /** Names with wildcards by their ending (`.ts`, or `t.ts` of `*.test.ts`), else by their first letter, else all together. */
  private byEnding: Map<string, Entry<Rule>[]> | null = null;
  private byLetter: Map<string, Entry<Rule>[]> | null = null;
  private others: Entry<Rule>[] | null = null;
  /** The strongest rule for every name. */
  private any: Ranked<Rule> | null = null;

  /** @param entries the strongest first */
  constructor(entries: readonly Entry<Rule>[]) {
    this.strongest = entries[0]?.ranked.order ?? Number.POSITIVE_INFINITY;
    for (const entry of entries) this.add(entry);
  }

  /** A rule looks at names without a dot that are not among its words. */
  get asksAny(): boolean {
    return this.byLetter !== null || this.others !== null;
  }

  private add(entry: Entry<Rule>): void {
    const { segment } = entry;
    if (segment.kind === 'any') {
      this.any ??= entry.ranked;
      return;
    }
    if (segment.kind === 'literal') {
      this.exact ??= new Map();
      if (!this.exact.has(segment.text)) this.exact.set(segment.text, entry.ranked);
      return;
    }
    const { head, tail } = segment.kind === 'glob' ? segment : { head: '', tail: '' };
    const dot = tail.lastIndexOf('.');
    if (dot >= 0) {
      this.byEnding ??= new Map();
      append(this.byEnding, tail.slice(Math.max(0, dot - 1)), entry);
    } else if (head !== '') {
      this.byLetter ??= new Map();
      append(this.byLetter, head[0]!, entry);
    } else {
      this.others ??= [];
      this.others.push(entry);
    }
  }

  /**
   * @param name null: any that no rule looks for
   * @param than only a rule stronger than this one counts
   */
  find(name: string | null, than: Ranked<Rule> | null): Ranked<Rule> | null {
    if (than !== null ? than.order <= this.strongest : this.strongest === Number.POSITIVE_INFINITY)
      return than;
    if (name === null) return stronger(this.any, than);
    let best = stronger(this.exact?.get(name) ?? null, stronger(this.any, than));
    if (this.byEnding) {
      const dot = name.lastIndexOf('.');
      if (dot >= 0) best = firstOf(this.byEnding.get(name.slice(dot)), name, best);
      if (dot > 0) best = firstOf(this.byEnding.get(name.slice(dot - 1)), name, best);
    }
    if (this.byLetter) best = firstOf(this.byLetter.get(name[0]!), name, best);
    return this.others ? firstOf(this.others, name, best) : best;
  }
}

const stronger = <Rule>(a: Ranked<Rule> | null, b: Ranked<Rule> | null): Ranked<Rule> | null =>
  a !== null && (b === null || a.order < b.order) ? a : b;

function firstOf<Rule>(
  entries: readonly Entry<Rule>[] | undefined,
  name: string,
  than: Ranked<Rule> | null,
): Ranked<Rule> | null {
  if (!entries) return than;
  for (const { segment, ranked } of entries) {
    if (than !== null && ranked.order >= than.order) return than;
    if (matchesName(segment, name)) return ranked;
  }
  return than;
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}
