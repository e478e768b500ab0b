import type { FileProblem, Registry } from '../organisation/pure.ts';
import { type FactInForce, type FactsInForce, putInForce } from './approvals/facts-in-force.ts';
import { type HostFacts, hostVerdicts } from './code-host.ts';
import { type Codeowners, parseCodeowners, placesOf } from './codeowners.ts';
import { CodeownersVerdicts } from './codeowners-verdict.ts';
import { type AboutRules, type CatalogueRules, compileDescriptors } from './compile-descriptors.ts';
import { fallbackVerdicts } from './fallback.ts';
import { compileOverrides, type OverrideFacts } from './override.ts';
import type { PathRules } from './path-rules.ts';
import type { Dialect } from './pattern.ts';
import { anyTeam, teamNames } from './team-names.ts';
import type { PathVerdict, Verdict } from './verdict.ts';

/** A file that may say who owns what: about.yaml in any folder, CODEOWNERS, a catalogue's. */
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
    /** Whose rules CODEOWNERS follows; without it, the file tells. */
    dialect?: Dialect | null;
  };
  /** Null: there is no registry, and every named owner is taken for a team of that name. */
  registry: OwnerRegistry | null;
  files: readonly OwnershipFile[];
  /** Those in force now; a map must not be asked after the first of them expires. */
  overrides?: readonly OverrideFacts[];
  /** What counts of the files' guarded fields; without it, what the files say. */
  inForce?: readonly FactInForce[];
}

/** Who owns what in one repository; unchanging, and quick to ask. */
export interface OwnershipMap {
  overrides: PathRules<PathVerdict> | null;
  /** By folder. */
  abouts: ReadonlyMap<string, AboutRules>;
  codeowners: CodeownersVerdicts | null;
  /** By folder. */
  catalogue: ReadonlyMap<string, readonly CatalogueRules[]>;
  /** What the code host says of the repository, in the order in which it is asked. */
  host: readonly Verdict[];
  /** The unit's queue, then security's: the last always answers. */
  fallbacks: Verdict[];
  services: readonly ServiceFacts[];
  facts: FactsInForce;
  /** What is wrong in the files, by file and line. */
  problems: FileProblem[];
}

/** Pure: reads the files, checks every name against the registry, and prepares the answers. */
export function compileOwnership(facts: OwnershipFacts): OwnershipMap {
  const problems: FileProblem[] = [];
  const names = facts.registry ? teamNames(facts.registry) : anyTeam;
  const chosen = chooseCodeowners(facts, problems);
  const codeowners = chosen && new CodeownersVerdicts(chosen, names);
  if (codeowners) problems.push(...codeowners.problems);
  const compiled = compileDescriptors(facts.files, facts.repository.key, names, problems);
  const { descriptors, remembered, over } = putInForce(compiled, facts.inForce ?? []);
  const { abouts, catalogues } = descriptors;
  return {
    overrides: compileOverrides(facts.overrides ?? [], names, problems),
    abouts,
    codeowners,
    catalogue: catalogues,
    host: hostVerdicts(facts.repository.host, names),
    fallbacks: fallbackVerdicts(facts),
    services: facts.repository.services ?? [],
    facts: { remembered, over },
    problems: problems.sort(byPlace),
  };
}

const byPlace = (a: FileProblem, b: FileProblem) =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;

function chooseCodeowners(
  { files, repository: { dialect = null } }: OwnershipFacts,
  problems: FileProblem[],
): Codeowners | null {
  const present = placesOf(dialect).flatMap((place) => files.find(({ path }) => path === place) ?? []);
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
  const codeowners = parseCodeowners(first.path, first.content, dialect);
  problems.push(...codeowners.problems);
  return codeowners;
}
