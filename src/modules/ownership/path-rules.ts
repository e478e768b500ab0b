import { compareSpecificity, matchesName, type Pattern } from './pattern.ts';

export interface PathRule {
  pattern: Pattern;
}

interface Live<Rule> {
  rule: Rule;
  /** Bit i: the first i segments of the pattern are matched. */
  states: number;
}

interface Folder<Rule> {
  /** Rules that can still match in this folder or below, the strongest first. */
  live: Live<Rule>[];
  /** Rules that depend on the file's name, the strongest first; all stronger than `everything`. */
  byName: Rule[];
  /** The strongest rule that matches every file of this folder. */
  everything: Rule | null;
}

/** Folders kept; more than any checkout of ours has, and bounded for a hostile report. */
const MAX_FOLDERS = 50_000;

/**
 * Ordered rules of which the last that matches a path wins. What a folder's rules come to is worked out once,
 * from its parent's; then a path costs one lookup and the few rules that look at file names.
 */
export class PathRules<Rule extends PathRule> {
  private readonly folders = new Map<string, Folder<Rule>>();
  private readonly root: Folder<Rule>;
  /** The last rule that matches whatever the path: the answer for a repository as a whole. */
  readonly universal: Rule | null;

  constructor(rules: readonly Rule[]) {
    const live = rules.toReversed().map((rule) => ({ rule, states: closure(rule.pattern, 1) }));
    this.root = folderOf(live);
    this.universal = rules.findLast(({ pattern }) => isUniversal(pattern)) ?? null;
  }

  /** Rules of which the most specific wins, and of equals the later. */
  static mostSpecific<Rule extends PathRule>(rules: readonly Rule[]): PathRules<Rule> {
    return new PathRules(rules.toSorted((a, b) => compareSpecificity(a.pattern, b.pattern)));
  }

  /** @param path relative, with `/`, without `.` and `..` */
  match(path: string): Rule | null {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? this.root : this.folder(path.slice(0, slash));
    if (folder.byName.length > 0) {
      const name = slash < 0 ? path : path.slice(slash + 1);
      for (const rule of folder.byName) if (matchesName(rule.pattern.segments.at(-1)!, name)) return rule;
    }
    return folder.everything;
  }

  private folder(path: string): Folder<Rule> {
    const known = this.folders.get(path);
    if (known) return known;
    // From the nearest known parent down, in a loop: a path may have more folders than the stack has room for.
    const missing: number[] = [path.length];
    let parent = this.root;
    for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
      const found = this.folders.get(path.slice(0, end));
      if (found) {
        parent = found;
        break;
      }
      missing.push(end);
      if (end === 0) break;
    }
    for (const end of missing.reverse()) {
      const start = path.lastIndexOf('/', end - 1) + 1;
      parent = enter(parent, path.slice(start, end));
      if (this.folders.size >= MAX_FOLDERS) this.folders.clear();
      this.folders.set(path.slice(0, end), parent);
    }
    return parent;
  }
}

function enter<Rule extends PathRule>(parent: Folder<Rule>, name: string): Folder<Rule> {
  const live: Live<Rule>[] = [];
  for (const { rule, states } of parent.live) {
    const next = step(rule.pattern, states, name);
    if (next !== 0) live.push({ rule, states: next });
  }
  return folderOf(live);
}

function folderOf<Rule extends PathRule>(live: Live<Rule>[]): Folder<Rule> {
  const byName: Rule[] = [];
  let everything: Rule | null = null;
  for (const [index, { rule, states }] of live.entries()) {
    const end = rule.pattern.segments.length;
    const last = rule.pattern.segments[end - 1]!;
    const matched = hasBit(states, end);
    const before = hasBit(states, end - 1);
    const all = matched || (before && (last.kind === 'globstar' || last.kind === 'any'));
    if (all) everything ??= rule;
    else if (before && !everything) byName.push(rule);
    // Weaker rules have no say here nor anywhere below.
    if (matched) return { live: live.slice(0, index + 1), byName, everything };
  }
  return { live, byName, everything };
}

function step(pattern: Pattern, states: number, name: string): number {
  const end = pattern.segments.length;
  let next = 0;
  for (let i = 0; i <= end; i++) {
    if (!hasBit(states, i)) continue;
    const part = pattern.segments[i];
    if (!part) {
      if (pattern.recursive) next |= bit(end);
    } else if (part.kind === 'globstar') next |= i === end - 1 ? bit(end) : bit(i);
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

const isUniversal = ({ segments }: Pattern) =>
  segments[0]!.kind === 'globstar' &&
  segments.length <= 2 &&
  ['globstar', 'any'].includes(segments.at(-1)!.kind);

const bit = (index: number) => 1 << index;
const hasBit = (states: number, index: number) => (states & bit(index)) !== 0;
