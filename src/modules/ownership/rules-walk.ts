import type { NameIndex, Ranked } from './name-index.ts';
import type { Pattern } from './pattern.ts';
import type { PatternStates } from './pattern-states.ts';

/** Where a walk has come to; two at one place go on alike. */
export interface WalkPlace {
  readonly states: object;
  readonly best: object | null;
}

/** What ordered rules come to in one folder, on the way down a path. Unchanging. */
export class RulesWalk<Rule extends { pattern: Pattern }> {
  readonly states: PatternStates<Rule>;
  /** The strongest rule for a folder on the way that owns all that is in it. */
  readonly best: Ranked<Rule> | null;
  /** The strongest rule for every file of this folder. */
  private readonly everything: Ranked<Rule> | null;
  private readonly folders: NameIndex<Rule>;
  /** Rules for names of this folder. */
  private readonly here: NameIndex<Rule> | null;
  private readonly files: NameIndex<Rule>;

  /** @param folders, files: rules for a name in whatever folder */
  constructor(
    states: PatternStates<Rule>,
    best: Ranked<Rule> | null,
    folders: NameIndex<Rule>,
    files: NameIndex<Rule>,
  ) {
    this.states = states;
    this.best = best;
    this.folders = folders;
    this.files = files;
    this.here = states.files;
    const { everything } = states;
    const isBest = everything === null || (best !== null && best.order < everything.order);
    this.everything = isBest ? best : everything;
  }

  /** @param name null: any that no rule looks for */
  enter(name: string | null): RulesWalk<Rule> {
    const states = this.states.enter(name);
    const best = this.folders.find(name, this.best);
    return states === this.states && best === this.best
      ? this
      : new RulesWalk(states, best, this.folders, this.files);
  }

  /** A rule looks at names of folders without a dot that are not among its words. */
  get asksAny(): boolean {
    return this.folders.asksAny || this.states.asksAny;
  }

  /** Whether the folder of that name is as the other is. */
  entersLike(name: string, other: WalkPlace): boolean {
    return this.states.enter(name) === other.states && this.folders.find(name, this.best) === other.best;
  }

  /** No rule looks at the names of files here: all have one answer. */
  get isUniform(): boolean {
    const least = this.everything?.order ?? Number.POSITIVE_INFINITY;
    return (this.here?.strongest ?? least) >= least && this.files.strongest >= least;
  }

  /** The rule for a file of this folder. */
  match(name: string): Rule | null {
    const best = this.files.find(name, this.here ? this.here.find(name, this.everything) : this.everything);
    return best === null ? null : best.rule;
  }
}
