import type { FileProblem, Registry } from '../organisation/pure.ts';
import { type About, readAbout } from './about.ts';
import { readCatalogue } from './catalogue.ts';
import { type HostFacts, hostVerdicts } from './code-host.ts';
import { CODEOWNERS_PLACES, type Codeowners, parseCodeowners } from './codeowners.ts';
import { CodeownersVerdicts } from './codeowners-verdict.ts';
import { fallbackVerdicts } from './fallback.ts';
import { compileOverrides, type OverrideFacts } from './override.ts';
import { PathRules } from './path-rules.ts';
import { anyTeam, type TeamNames, teamNames } from './team-names.ts';
import { judge, ownerVerdict, type PathVerdict, pathVerdict, type Verdict } from './verdict.ts';

/** A file that may say who owns what: about.yaml in any folder, CODEOWNERS, catalog-info.yaml. */
export interface OwnershipFile {
  /** From the root of the repository, with `/`. */
  path: string;
  content: string;
}

/** A service as the registry has it. */
export interface ServiceFacts {
  path: string;
  name: string;
  exposure: string | null;
  tier: number | null;
  data: string[];
  compliance: string[];
}

/** What resolving needs of the registry. */
export type OwnerRegistry = Pick<Registry, 'teams' | 'byKey' | 'triage' | 'unitFallback'>;

export interface OwnershipFacts {
  repository: {
    key: string;
    unitKey: string | null;
    services?: readonly ServiceFacts[];
    /** What the code host says of it. */
    host?: HostFacts;
  };
  /** Null: there is no registry, and every named owner is taken for a team of that name. */
  registry: OwnerRegistry | null;
  files: readonly OwnershipFile[];
  /** Those in force now; a map must not be asked after the first of them expires. */
  overrides?: readonly OverrideFacts[];
}

/** An about.yaml with what each of its rules comes to. */
export interface AboutRules {
  about: About;
  owner: Verdict;
  paths: PathRules<PathVerdict>;
}

/** Who owns what in one repository; unchanging, and quick to ask. */
export interface OwnershipMap {
  overrides: PathRules<PathVerdict> | null;
  /** By folder. */
  abouts: ReadonlyMap<string, AboutRules>;
  codeowners: CodeownersVerdicts | null;
  /** By folder. */
  catalogue: ReadonlyMap<string, Verdict>;
  /** What the code host says of the repository, in the order in which it is asked. */
  host: readonly Verdict[];
  /** The unit's queue, then security's: the last always answers. */
  fallbacks: Verdict[];
  services: readonly ServiceFacts[];
  /** What is wrong in the files, by file and line. */
  problems: FileProblem[];
}

export const isAbout = (path: string) => /(^|\/)about\.ya?ml$/.test(path);
export const isCatalogue = (path: string) => /(^|\/)catalog-info\.ya?ml$/.test(path);

/** Pure: reads the files, checks every name against the registry, and prepares the answers. */
export function compileOwnership(facts: OwnershipFacts): OwnershipMap {
  const problems: FileProblem[] = [];
  const names = facts.registry ? teamNames(facts.registry) : anyTeam;
  const chosen = chooseCodeowners(facts.files, problems);
  const codeowners = chosen && new CodeownersVerdicts(chosen, names);
  if (codeowners) problems.push(...codeowners.problems);
  return {
    overrides: compileOverrides(facts.overrides ?? [], names, problems),
    abouts: compileAbouts(facts.files, names, problems),
    codeowners,
    catalogue: compileCatalogues(facts.files, names, problems),
    host: hostVerdicts(facts.repository.host, names),
    fallbacks: fallbackVerdicts(facts),
    services: facts.repository.services ?? [],
    problems: problems.sort(byPlace),
  };
}

const byPlace = (a: FileProblem, b: FileProblem) =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;

function compileAbouts(files: readonly OwnershipFile[], names: TeamNames, problems: FileProblem[]) {
  const byFolder = new Map<string, AboutRules>();
  for (const { path, content } of files) {
    if (!isAbout(path)) continue;
    const read = readAbout(path, content);
    problems.push(...read.problems);
    const about = read.about;
    // about.yaml comes before about.yml where a folder has both.
    if (!about || (byFolder.has(about.folder) && path.endsWith('.yml'))) continue;
    const entries =
      about.form === 'v1' ? about.paths.map((entry) => pathVerdict(about, entry, names, problems)) : [];
    byFolder.set(about.folder, {
      about,
      owner: ownerVerdict(about, names, problems),
      paths: PathRules.mostSpecific(entries),
    });
  }
  return byFolder;
}

function chooseCodeowners(files: readonly OwnershipFile[], problems: FileProblem[]): Codeowners | null {
  const present = CODEOWNERS_PLACES.flatMap((place) => files.find(({ path }) => path === place) ?? []);
  const [first, ...others] = present;
  if (!first) return null;
  for (const { path } of others)
    problems.push({
      file: path,
      line: 1,
      column: 1,
      level: 'note',
      code: 'not-used',
      message: `${first.path} comes first, and the two are not merged`,
      suggestion: null,
    });
  const codeowners = parseCodeowners(first.path, first.content);
  problems.push(...codeowners.problems);
  return codeowners;
}

function compileCatalogues(files: readonly OwnershipFile[], names: TeamNames, problems: FileProblem[]) {
  const byFolder = new Map<string, Verdict>();
  for (const { path, content } of files) {
    if (!isCatalogue(path)) continue;
    const read = readCatalogue(path, content);
    problems.push(...read.problems);
    if (!read.owner) continue;
    const { file, folder, owner, place } = read.owner;
    const what = `spec.owner "${owner}"`;
    byFolder.set(folder, judge({ file, place, what, source: 'catalogue' }, names.find(owner), {}, problems));
  }
  return byFolder;
}
