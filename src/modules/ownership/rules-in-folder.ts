import { matchesName, type Pattern } from './pattern.ts';

export interface Live<Rule> {
  rule: Rule;
  /** 0 is the strongest. */
  order: number;
  /** Bit i: the first i segments of the pattern are matched by the folders so far. */
  states: number;
}

/** From here on rules are looked up by the name they wait for; below that, trying each is as quick. */
const MANY = 32;

/** What is left of ordered rules inside one folder. */
export class RulesInFolder<Rule extends { pattern: Pattern }> {
  /** Rules that can still match here or below, the strongest first. */
  private readonly live: readonly Live<Rule>[];
  /** Rules that depend on the file's name, the strongest first; all stronger than `everything`. */
  private readonly byName: readonly Rule[];
  /** The strongest rule that matches every file of this folder. */
  private readonly everything: Rule | null;
  private waiting: Waiting<Rule> | null = null;

  private constructor(live: readonly Live<Rule>[]) {
    const byName: Rule[] = [];
    let everything: Rule | null = null;
    let kept = live.length;
    for (const [index, { rule, states }] of live.entries()) {
      const end = rule.pattern.segments.length;
      const last = rule.pattern.segments[end - 1]!.kind;
      const before = hasBit(states, end - 1);
      const matched = hasBit(states, end);
      if (matched || (before && (last === 'globstar' || last === 'any'))) everything ??= rule;
      else if (before && !everything) byName.push(rule);
      if (!matched) continue;
      // Weaker rules have no say here nor anywhere below.
      kept = index + 1;
      break;
    }
    this.live = kept === live.length ? live : live.slice(0, kept);
    this.byName = byName;
    this.everything = everything;
  }

  static atRoot<Rule extends { pattern: Pattern }>(live: readonly Live<Rule>[]): RulesInFolder<Rule> {
    return new RulesInFolder(
      live.map((each) => ({ ...each, states: closure(each.rule.pattern, each.states) })),
    );
  }

  /** The rule for a file of this folder. */
  match(name: string): Rule | null {
    for (const rule of this.byName) if (matchesName(rule.pattern.segments.at(-1)!, name)) return rule;
    return this.everything;
  }

  /** No rule looks at the names of files here: all have one answer. */
  get isUniform(): boolean {
    return this.byName.length === 0;
  }

  enter(name: string): RulesInFolder<Rule> {
    const live: Live<Rule>[] = [];
    for (const { rule, order, states } of this.candidates(name)) {
      const next = step(rule.pattern, states, name);
      if (next !== 0) live.push({ rule, order, states: next });
    }
    return new RulesInFolder(live);
  }

  private candidates(name: string): readonly Live<Rule>[] {
    if (this.live.length < MANY) return this.live;
    this.waiting ??= sortByName(this.live);
    const waiting = this.waiting.forName.get(name);
    if (!waiting) return this.waiting.forAny;
    return [...waiting, ...this.waiting.forAny].sort((a, b) => a.order - b.order);
  }
}

/** Rules that wait for exactly one name, apart from those that any name may move on. */
interface Waiting<Rule> {
  forName: Map<string, Live<Rule>[]>;
  forAny: Live<Rule>[];
}

function sortByName<Rule extends { pattern: Pattern }>(live: readonly Live<Rule>[]): Waiting<Rule> {
  const waiting: Waiting<Rule> = { forName: new Map(), forAny: [] };
  for (const each of live) {
    const single = (each.states & (each.states - 1)) === 0;
    const next = single ? each.rule.pattern.segments[Math.log2(each.states)] : undefined;
    if (next?.kind !== 'literal') waiting.forAny.push(each);
    else {
      const known = waiting.forName.get(next.text);
      if (known) known.push(each);
      else waiting.forName.set(next.text, [each]);
    }
  }
  return waiting;
}

function step(pattern: Pattern, states: number, name: string): number {
  const end = pattern.segments.length;
  let next = 0;
  for (let i = 0; i <= end; i++) {
    if (!hasBit(states, i)) continue;
    const part = pattern.segments[i];
    if (!part) next |= bit(end);
    else if (part.kind === 'globstar') next |= i === end - 1 ? bit(end) : bit(i);
    else if (matchesName(part, name)) next |= bit(i + 1);
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
