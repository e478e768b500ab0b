import type { Contact, Owner } from '../../kernel/owner.ts';
import { type CodeownersRule, codeownersOf } from './codeowners.ts';
import type { OwnershipMap } from './compile.ts';
import type { Verdict } from './verdict.ts';

export interface ResolvedOwner extends Owner {
  /** What CODEOWNERS says, whoever answered: null = no line matches, [] = a line takes ownership away. */
  codeowners: null | string[];
  contact: Contact;
}

/** Asks one source; adds what it says to the trail, and tells whether that settles it. */
type Step = (
  map: OwnershipMap,
  path: string | null,
  rule: CodeownersRule | null,
  trail: Verdict[],
) => boolean;

const says = (verdict: Verdict, trail: Verdict[]): boolean => {
  trail.push(verdict);
  return verdict.answers;
};

/** Steps 2 and 3: the nearest about.yaml, its `paths`, then its `owner`; then the next one up. */
const askAbout: Step = (map, path, _rule, trail) => {
  for (const { about, paths, owner } of map.abouts.around(path)) {
    if (path !== null) {
      const inside = about.folder === '' ? path : path.slice(about.folder.length + 1);
      const entry = paths.match(inside);
      if (entry && says(entry.verdict, trail)) return true;
    }
    if (says(owner, trail)) return true;
  }
  return false;
};

const askCodeowners: Step = (map, _path, rule, trail) =>
  map.codeowners !== null && rule !== null && says(map.codeowners.of(rule), trail);

const askCatalogue: Step = (map, path, _rule, trail) =>
  map.catalogue.around(path).some((verdict) => says(verdict, trail));

const askFallbacks: Step = (map, _path, _rule, trail) =>
  map.fallbacks.some((verdict) => says(verdict, trail));

/** The order of about-yaml: the first that answers wins. A step of another source is one more line here. */
const STEPS: readonly Step[] = [askAbout, askCodeowners, askCatalogue, askFallbacks];

/**
 * Who owns a path, with the reason first and then what was asked before in vain. Answers that say the same
 * are the same object: do not change them.
 * @param path from the root of the repository; null asks for the repository as a whole
 */
export function resolveOwner(map: OwnershipMap, path: string | null): ResolvedOwner {
  const clean = path === null ? null : cleanPath(path);
  const rule = map.codeowners ? codeownersOf(map.codeowners.codeowners, clean) : null;
  const trail: Verdict[] = [];
  STEPS.some((step) => step(map, clean, rule, trail));
  return answerFor(map, rule, trail);
}

/** Paths as tools write them: `./a//b`, `a\b`, `/a/b`, `a/../b`. What leads out of the repository stays in it. */
function cleanPath(path: string): string | null {
  if (!/^[./\\]|[\\]|\/\.{0,2}(\/|$)/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length === 0 ? null : parts.join('/');
}

interface Known {
  next: Map<object, Known>;
  answer: ResolvedOwner | null;
}

const NO_RULE = {};
const answers = new WeakMap<object, Known>();

/** Thousands of findings share a handful of trails: each is put into words once. */
function answerFor(map: OwnershipMap, rule: CodeownersRule | null, trail: Verdict[]): ResolvedOwner {
  let known = answers.get(map) ?? begin(map);
  known = follow(known, rule ?? NO_RULE);
  for (const verdict of trail) known = follow(known, verdict);
  known.answer ??= inWords(rule, trail);
  return known.answer;
}

function begin(map: OwnershipMap): Known {
  const known: Known = { next: new Map(), answer: null };
  answers.set(map, known);
  return known;
}

function follow({ next }: Known, step: object): Known {
  const found = next.get(step);
  if (found) return found;
  const added: Known = { next: new Map(), answer: null };
  next.set(step, added);
  return added;
}

function inWords(rule: CodeownersRule | null, trail: Verdict[]): ResolvedOwner {
  const settled = trail.at(-1)!;
  if (!settled.answers) throw new Error('the last step always answers');
  const { team, source, why, contact, unowned } = settled;
  const because = [`${team}, because ${why}`, ...trail.slice(0, -1).map((verdict) => verdict.why)];
  return { team, source, because, unowned, codeowners: rule ? rule.owners : null, contact };
}
