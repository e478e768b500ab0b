import type { Contact, Owner } from '../../kernel/owner.ts';
import { type CodeownersRule, lineFor, lineForAll } from './codeowners.ts';
import type { OwnershipMap } from './compile.ts';
import type { FolderPlan } from './folder-plan.ts';
import { FolderPlans } from './folder-plans.ts';
import { MAX_PATH } from './pattern.ts';
import type { Verdict } from './verdict.ts';

export interface ResolvedOwner extends Owner {
  /** What CODEOWNERS says, whoever answered: null = no line matches, [] = a line takes ownership away. */
  codeowners: null | string[];
  contact: Contact;
}

interface Question {
  map: OwnershipMap;
  folder: FolderPlan<ResolvedOwner>['sources'];
  /** Of the file; null asks for the repository as a whole. */
  name: string | null;
  /** The line of CODEOWNERS. */
  line: CodeownersRule | null;
}

/** Asks one source; adds what it says to the trail, and tells whether that settles it. */
type Step = (question: Question, trail: Verdict[]) => boolean;

const says = (verdict: Verdict, trail: Verdict[]): boolean => {
  trail.push(verdict);
  return verdict.answers;
};

/** Step 1: what a person said, while it is in force. */
const askOverrides: Step = ({ map, folder, name }, trail) => {
  const rule = name === null ? map.overrides?.universal : folder.overrides?.match(name);
  return rule ? says(rule.verdict, trail) : false;
};

/** Steps 2 and 3: the nearest about.yaml, its `paths`, then its `owner`; then the next one up. */
const askAbout: Step = ({ folder, name }, trail) => {
  for (const { paths, owner } of folder.abouts) {
    const entry = name === null ? null : paths.match(name);
    if ((entry && says(entry.verdict, trail)) || says(owner, trail)) return true;
  }
  return false;
};

const askCodeowners: Step = ({ map, line }, trail) =>
  map.codeowners !== null && line !== null && says(map.codeowners.of(line), trail);

const askCatalogue: Step = ({ folder }, trail) => folder.catalogue.some((verdict) => says(verdict, trail));

const askHost: Step = ({ map }, trail) => map.host.some((verdict) => says(verdict, trail));

const askFallbacks: Step = ({ map }, trail) => map.fallbacks.some((verdict) => says(verdict, trail));

/** The order of about-yaml: the first that answers wins. Another source is one more step here. */
const STEPS: readonly Step[] = [askOverrides, askAbout, askCodeowners, askCatalogue, askHost, askFallbacks];

/**
 * Who owns a path, with the reason first and then what was asked before in vain. Answers that say the same
 * are the same object: do not change them.
 * @param path from the root of the repository; null asks for the repository as a whole
 */
export function resolveOwner(map: OwnershipMap, path: string | null): ResolvedOwner {
  const memory = memoryOf(map);
  const clean = path === null ? null : cleanPath(path);
  const slash = clean === null ? -1 : clean.lastIndexOf('/');
  const folder = clean === null ? memory.plans.root : memory.plans.of(clean, slash);
  if (clean !== null && folder.answer) return folder.answer;
  const name = clean === null ? null : clean.slice(slash + 1);
  if (name === null) {
    const line = map.codeowners && lineForAll(map.codeowners.codeowners);
    return ask(memory, { map, folder: folder.sources, name, line });
  }
  const line = lineFor(folder.sources.codeowners, name);
  const known = folder.isByLine ? folder.byLine?.get(line) : undefined;
  if (known) return known;
  const answer = ask(memory, { map, folder: folder.sources, name, line });
  if (folder.isByLine) {
    folder.byLine ??= new Map();
    folder.byLine.set(line, answer);
  }
  if (folder.isUniform) folder.answer = answer;
  return answer;
}

function ask(memory: Memory, question: Question): ResolvedOwner {
  const { line } = question;
  const trail: Verdict[] = [];
  for (const step of STEPS) if (step(question, trail)) break;
  return answerFor(memory, line, trail);
}

/**
 * Paths as tools write them: `./a//b`, `a\b`, `/a/b`, `a/../b`. What leads out of the repository stays in it; of
 * one that no system could hold, what such a system could.
 */
export function cleanPath(path: string): string | null {
  const whole = asWritten(path);
  return whole === null || whole.length <= MAX_PATH ? whole : whole.slice(0, MAX_PATH);
}

function asWritten(path: string): string | null {
  if (!/^[./\\]|\\|\/\.{0,2}(\/|$)/.test(path)) return path === '' ? null : path;
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

interface Memory {
  plans: FolderPlans<ResolvedOwner>;
  answers: Known;
}

const memories = new WeakMap<OwnershipMap, Memory>();

/** What asking has worked out stays out of the map, which is a plain value. */
function memoryOf(map: OwnershipMap): Memory {
  const known = memories.get(map);
  if (known) return known;
  const memory: Memory = { plans: new FolderPlans(map), answers: { next: new Map(), answer: null } };
  memories.set(map, memory);
  return memory;
}

const NO_LINE = {};

/** Thousands of findings share a handful of trails: each is put into words once. */
function answerFor(memory: Memory, line: CodeownersRule | null, trail: Verdict[]): ResolvedOwner {
  let known = follow(memory.answers, line ?? NO_LINE);
  for (const verdict of trail) known = follow(known, verdict);
  known.answer ??= inWords(line, trail);
  return known.answer;
}

function follow({ next }: Known, step: object): Known {
  const found = next.get(step);
  if (found) return found;
  const added: Known = { next: new Map(), answer: null };
  next.set(step, added);
  return added;
}

function inWords(line: CodeownersRule | null, trail: Verdict[]): ResolvedOwner {
  const settled = trail.at(-1)!;
  if (!settled.answers) throw new Error('the last step always answers');
  const { team, source, why, contact, unowned } = settled;
  const because = [`${team}, because ${why}`, ...trail.slice(0, -1).map((verdict) => verdict.why)];
  return { team, source, because, unowned, codeowners: line ? line.owners : null, contact };
}
