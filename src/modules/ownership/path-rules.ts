import { compareSpecificity, type Pattern } from './pattern.ts';
import { type Live, RulesInFolder } from './rules-in-folder.ts';

export interface PathRule {
  pattern: Pattern;
}

/** Folders kept; more than any checkout of ours has, and bounded for a hostile report. */
const MAX_FOLDERS = 20_000;

/**
 * Ordered rules of which the last that matches a path wins. What a folder's rules come to is worked out once,
 * from its parent's; then a path costs one lookup and the few rules that look at file names.
 */
export class PathRules<Rule extends PathRule> {
  private readonly folders = new Map<string, RulesInFolder<Rule>>();
  private readonly root: RulesInFolder<Rule>;
  /** The last rule that matches whatever the path: the answer for a repository as a whole. */
  readonly universal: Rule | null;

  constructor(rules: readonly Rule[]) {
    const strongestFirst = rules.toReversed();
    const live = strongestFirst.map((rule, order): Live<Rule> => ({ rule, order, states: 1 }));
    this.root = RulesInFolder.atRoot(live);
    this.universal = strongestFirst.find(({ pattern }) => isUniversal(pattern)) ?? null;
  }

  /** Rules of which the most specific wins, and of equals the later. */
  static mostSpecific<Rule extends PathRule>(rules: readonly Rule[]): PathRules<Rule> {
    return new PathRules(rules.toSorted((a, b) => compareSpecificity(a.pattern, b.pattern)));
  }

  /** @param path of a folder, with `/`, without `.` and `..`; '' is the root */
  in(path: string): RulesInFolder<Rule> {
    if (path === '') return this.root;
    const known = this.folders.get(path);
    if (known) return known;
    // From the nearest known parent down, in a loop: a path may have more folders than the stack has room for.
    const missing: number[] = [path.length];
    let parent = this.root;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const found = this.folders.get(path.slice(0, end));
      if (found) {
        parent = found;
        break;
      }
      missing.push(end);
    }
    for (const end of missing.reverse()) {
      parent = parent.enter(path.slice(path.lastIndexOf('/', end - 1) + 1, end));
      if (this.folders.size >= MAX_FOLDERS) this.folders.clear();
      this.folders.set(path.slice(0, end), parent);
    }
    return parent;
  }
}

const isUniversal = ({ segments }: Pattern) =>
  segments[0]!.kind === 'globstar' &&
  segments.length <= 2 &&
  ['globstar', 'any'].includes(segments.at(-1)!.kind);
