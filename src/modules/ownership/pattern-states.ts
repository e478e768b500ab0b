import { NameIndex, type Ranked } from './name-index.ts';
import { matchesName, type Segment } from './name-pattern.ts';
import type { Pattern } from './pattern.ts';

/** A rule whose pattern has been begun. */
export interface Live<Rule> extends Ranked<Rule> {
  /** Bit i: the first i segments of the pattern are matched by the folders so far. */
  states: number;
}

/** How much has been worked out under one root: whoever holds it starts afresh when it is too much. */
export interface Spent {
  rules: number;
}

/**
 * What is left of ordered rules inside one folder. What a folder below comes to is worked out once for each name
 * that a rule waits for, and once for all names that none does.
 */
export class PatternStates<Rule extends { pattern: Pattern }> {
  /** The strongest rule that matches every file of this folder. */
  readonly everything: Ranked<Rule> | null;
  /** Rules that can still match here or below, the strongest first. */
  private readonly live: readonly Live<Rule>[];
  private readonly spent: Spent;
  private waiting: Waiting<Rule> | null = null;
  private byName: NameIndex<Rule> | null | undefined;
  private other: PatternStates<Rule> | null = null;
  private next: Map<string, PatternStates<Rule>> | null = null;

  private constructor(live: readonly Live<Rule>[], spent: Spent) {
    let everything: Ranked<Rule> | null = null;
    let kept = live.length;
    for (const [index, each] of live.entries()) {
      const { segments } = each.rule.pattern;
      const last = segments.at(-1)!.kind;
      const matched = hasBit(each.states, segments.length);
      const all = matched || (hasBit(each.states, segments.length - 1) && isAll(last));
      if (all) everything ??= each;
      if (!matched) continue;
      // Weaker rules have no say here nor anywhere below.
      kept = index + 1;
      break;
    }
    this.live = kept === live.length ? live : live.slice(0, kept);
    this.everything = everything;
    this.spent = spent;
    spent.rules += this.live.length + 1;
  }

  static atRoot<Rule extends { pattern: Pattern }>(
    ranked: readonly Ranked<Rule>[],
    spent: Spent,
  ): PatternStates<Rule> {
    const live = ranked.map(({ rule, order }) => ({ rule, order, states: closure(rule.pattern, 1) }));
    return new PatternStates(live, spent);
  }

  /** Rules that look at the name of a file of this folder; null when none does. */
  get files(): NameIndex<Rule> | null {
    if (this.byName !== undefined) return this.byName;
    const entries = this.live.flatMap((ranked) => {
      const { segments } = ranked.rule.pattern;
      const segment = segments.at(-1)!;
      const waits = hasBit(ranked.states, segments.length - 1) && !isAll(segment.kind);
      return waits ? [{ segment, ranked }] : [];
    });
    this.byName = entries.length > 0 ? new NameIndex(entries) : null;
    return this.byName;
  }

  /** @param name null: a folder that no rule looks for */
  enter(name: string | null): PatternStates<Rule> {
    if (this.live.length === 0) return this;
    if (name === null) return this.elsewhere();
    const known = this.next?.get(name);
    if (known) return known;
    this.waiting ??= sortByName(this.live);
    const { forName, forAny, named, globs } = this.waiting;
    const wanted = forName.get(name);
    if (!wanted && !named.has(name) && !globs.some((glob) => matchesName(glob, name)))
      return this.elsewhere();
    const candidates = wanted ? [...wanted, ...forAny].sort((a, b) => a.order - b.order) : forAny;
    const next = this.after(stepAll(candidates, name));
    this.next ??= new Map();
    this.next.set(name, next);
    this.spent.rules++;
    return next;
  }

  /** A rule looks at names without a dot that are not among its words. */
  get asksAny(): boolean {
    this.waiting ??= sortByName(this.live);
    return this.waiting.globs.some((glob) => glob.kind === 'glob' && !glob.tail.includes('.'));
  }

  private elsewhere(): PatternStates<Rule> {
    this.waiting ??= sortByName(this.live);
    this.other ??= this.after(stepAll(this.waiting.forAny, null));
    return this.other;
  }

  /** Where nothing changes, this is the folder's own state again. */
  private after(live: readonly Live<Rule>[]): PatternStates<Rule> {
    const same = live.length === this.live.length && live.every((each, index) => each === this.live[index]);
    return same ? this : new PatternStates(live, this.spent);
  }
}

const isAll = (kind: Segment['kind']) => kind === 'globstar' || kind === 'any';

/** Rules by what they wait for. */
interface Waiting<Rule> {
  /** Those that wait for exactly one name. */
  forName: ReadonlyMap<string, Live<Rule>[]>;
  /** The others, which any name may move on, and what they look for besides. */
  forAny: readonly Live<Rule>[];
  named: ReadonlySet<string>;
  globs: readonly Segment[];
}

function sortByName<Rule extends { pattern: Pattern }>(live: readonly Live<Rule>[]): Waiting<Rule> {
  const forName = new Map<string, Live<Rule>[]>();
  const forAny: Live<Rule>[] = [];
  const named = new Set<string>();
  const globs: Segment[] = [];
  for (const each of live) {
    const segments = each.rule.pattern.segments.filter((_, index) => hasBit(each.states, index));
    const [only] = segments;
    const matched = hasBit(each.states, each.rule.pattern.segments.length);
    if (segments.length === 1 && only?.kind === 'literal' && !matched) {
      const known = forName.get(only.text);
      if (known) known.push(each);
      else forName.set(only.text, [each]);
      continue;
    }
    forAny.push(each);
    for (const segment of segments)
      if (segment.kind === 'literal') named.add(segment.text);
      else if (segment.kind === 'glob') globs.push(segment);
  }
  return { forName, forAny, named, globs };
}

/** @param name null: one that no rule waits for */
function stepAll<Rule extends { pattern: Pattern }>(
  live: readonly Live<Rule>[],
  name: string | null,
): Live<Rule>[] {
  const found: Live<Rule>[] = [];
  for (const each of live) {
    const states = step(each.rule.pattern, each.states, name);
    if (states === each.states) found.push(each);
    else if (states !== 0) found.push({ rule: each.rule, order: each.order, states });
  }
  return found;
}

function step(pattern: Pattern, states: number, name: string | null): number {
  const end = pattern.segments.length;
  let next = 0;
  for (let i = 0; i <= end; i++) {
    if (!hasBit(states, i)) continue;
    const part = pattern.segments[i];
    if (!part) next |= bit(end);
    else if (part.kind === 'globstar') next |= i === end - 1 ? bit(end) : bit(i);
    else if (name === null ? part.kind === 'any' : matchesName(part, name)) next |= bit(i + 1);
  }
  // A name that matches and owns nothing below it is a file's; no folder of that name counts.
  if (!pattern.recursive) next &= ~bit(end);
  return closure(pattern, next);
}

/** `**` may stand for no folder at all, but not at the end: `docs/**` is what is inside. */
function closure(pattern: Pattern, states: number): number {
  let all = states;
  for (let i = 0; i < pattern.segments.length - 1; i++)
    if (hasBit(all, i) && pattern.segments[i]!.kind === 'globstar') all |= bit(i + 1);
  return all;
}

const bit = (index: number) => 1 << index;
const hasBit = (states: number, index: number) => (states & bit(index)) !== 0;
