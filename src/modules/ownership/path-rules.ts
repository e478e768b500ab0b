import { NameIndex, type Ranked } from './name-index.ts';
import type { Segment } from './name-pattern.ts';
import { compareSpecificity, type Pattern } from './pattern.ts';
import { PatternStates } from './pattern-states.ts';
import { RulesWalk } from './rules-walk.ts';

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
  private readonly patterns: Pattern[] = [];
  /** Rules for a name in whatever folder: of a file, and of a folder that owns what is in it. */
  private readonly files: NameIndex<Rule>;
  private readonly folders: NameIndex<Rule>;
  private spent = { rules: 0 };
  private root: RulesWalk<Rule> | null = null;

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
      this.patterns.push(rule.pattern);
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
  }

  /** Rules of which the most specific wins, and of equals the later. */
  static mostSpecific<Rule extends PathRule>(rules: readonly Rule[]): PathRules<Rule> {
    return new PathRules(rules.toSorted((a, b) => compareSpecificity(a.pattern, b.pattern)));
  }

  /** All names that are written in the patterns; some come twice. */
  *words(): Generator<string> {
    for (const { segments } of this.patterns)
      for (const segment of segments) if (segment.kind === 'literal') yield segment.text;
  }

  /** The folder that the rules speak of. */
  start(): RulesWalk<Rule> {
    if (!this.root || this.spent.rules > MAX_SPENT + 4 * this.walked.length) {
      this.spent = { rules: 0 };
      const states = PatternStates.atRoot(this.walked, this.spent);
      this.root = new RulesWalk(states, this.everywhere, this.folders, this.files);
    }
    return this.root;
  }

  /** @param names of the folders on the way from there */
  in(names: readonly string[]): RulesWalk<Rule> {
    let walk = this.start();
    for (const name of names) walk = walk.enter(name);
    return walk;
  }
}

const isUniversal = (segments: readonly Segment[]) =>
  segments[0]!.kind === 'globstar' &&
  (segments.length === 1 || (segments.length === 2 && segments[1]!.kind === 'any'));

/** `*.ts`, `docs` or `docs/`, without a word on where. */
const isOneName = (segments: readonly Segment[]) =>
  segments[0]!.kind === 'globstar' &&
  (segments.length === 2 || (segments.length === 3 && segments[2]!.kind === 'globstar'));
