import { NameIndex, type Ranked } from './name-index.ts';
import type { Segment } from './name-pattern.ts';
import { compareSpecificity, type Pattern } from './pattern.ts';
import { PatternStates } from './pattern-states.ts';
import { RulesInFolder } from './rules-in-folder.ts';

export interface PathRule {
  pattern: Pattern;
}

/** What is prepared of folders seen: room for any real checkout; when it is full, it is begun afresh. */
const MAX_SPENT = 500_000;

interface Named<Rule> {
  segment: Segment;
  ranked: Ranked<Rule>;
}

/**
 * Ordered rules of which the last that matches a path wins. Most rules name a file or folder wherever it lies, or
 * begin at the root: the first are found by name, the others by walking down the path.
 */
export class PathRules<Rule extends PathRule> {
  /** The strongest rule that matches whatever the path: the answer for a repository as a whole. */
  readonly universal: Rule | null = null;
  private readonly everywhere: Ranked<Rule> | null = null;
  private readonly walked: Ranked<Rule>[] = [];
  /** Rules for a name in whatever folder: of a file, and of a folder that owns what is in it. */
  private readonly files: NameIndex<Rule>;
  private readonly folders: NameIndex<Rule>;
  private readonly spent = { rules: 0 };
  private root: PatternStates<Rule>;
  private readonly none: RulesInFolder<Rule> | null;

  /** @param rules the weakest first */
  constructor(rules: readonly Rule[]) {
    const [files, folders]: [Named<Rule>[], Named<Rule>[]] = [[], []];
    const texts = new Set<string>();
    for (let order = 0; order < rules.length && !this.universal; order++) {
      const rule = rules[rules.length - 1 - order]!;
      const ranked = { rule, order };
      const { text, segments, recursive } = rule.pattern;
      // The same words again are weaker and never heard.
      if (texts.has(text)) continue;
      texts.add(text);
      if (isUniversal(segments)) {
        this.universal = rule;
        this.everywhere = ranked;
      } else if (isOneName(segments)) {
        const named = { segment: segments[1]!, ranked };
        if (segments.length === 2) files.push(named);
        if (segments.length === 3 || recursive) folders.push(named);
      } else this.walked.push(ranked);
    }
    this.files = new NameIndex(files);
    this.folders = new NameIndex(folders);
    this.root = PatternStates.atRoot(this.walked, this.spent);
    this.none = rules.length === 0 ? new RulesInFolder(null, this.root.files, this.files) : null;
  }

  /** Rules of which the most specific wins, and of equals the later. */
  static mostSpecific<Rule extends PathRule>(rules: readonly Rule[]): PathRules<Rule> {
    return new PathRules(rules.toSorted((a, b) => compareSpecificity(a.pattern, b.pattern)));
  }

  /**
   * @param names of the folders on the way, from the root of the repository
   * @param from how many of them lead to the folder that the rules speak of
   */
  in(names: readonly string[], from = 0): RulesInFolder<Rule> {
    if (this.none) return this.none;
    if (this.spent.rules > MAX_SPENT + 4 * this.walked.length) {
      this.spent.rules = 0;
      this.root = PatternStates.atRoot(this.walked, this.spent);
    }
    let states = this.root;
    let best = this.everywhere;
    for (let i = from; i < names.length; i++) {
      const name = names[i]!;
      states = states.enter(name);
      best = this.folders.find(name, best);
    }
    const { everything } = states;
    if (everything && (best === null || everything.order < best.order)) best = everything;
    return new RulesInFolder(best, states.files, this.files);
  }
}

const isUniversal = (segments: readonly Segment[]) =>
  segments[0]!.kind === 'globstar' &&
  (segments.length === 1 || (segments.length === 2 && segments[1]!.kind === 'any'));

/** `*.ts`, `docs` or `docs/`, without a word on where. */
const isOneName = (segments: readonly Segment[]) =>
  segments[0]!.kind === 'globstar' &&
  (segments.length === 2 || (segments.length === 3 && segments[2]!.kind === 'globstar'));
