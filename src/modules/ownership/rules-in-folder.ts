import type { NameIndex, Ranked } from './name-index.ts';

/** What ordered rules come to in one folder: its files are answered by their names alone. */
export class RulesInFolder<Rule> {
  /** No rule looks at the names of files here: all have one answer. */
  readonly isUniform: boolean;
  /** The strongest rule that matches every file of this folder. */
  private readonly everything: Ranked<Rule> | null;
  private readonly here: NameIndex<Rule>;
  private readonly anywhere: NameIndex<Rule>;

  /**
   * @param here rules for names of this folder
   * @param anywhere rules for a name in whatever folder
   */
  constructor(everything: Ranked<Rule> | null, here: NameIndex<Rule>, anywhere: NameIndex<Rule>) {
    this.everything = everything;
    this.here = here;
    this.anywhere = anywhere;
    const least = everything?.order ?? Number.POSITIVE_INFINITY;
    this.isUniform = here.strongest >= least && anywhere.strongest >= least;
  }

  /** The rule for a file of this folder. */
  match(name: string): Rule | null {
    const best = this.isUniform
      ? this.everything
      : this.anywhere.find(name, this.here.find(name, this.everything));
    return best === null ? null : best.rule;
  }
}
