import { z } from 'zod';
import { didYouMean } from './checked.ts';
import type { FileProblem } from './problem.ts';
import { compileResourcePattern, RESOURCE_KINDS, type ResourceKind } from './resource-pattern.ts';
import { suggest } from './suggest.ts';
import type { YamlTree } from './yaml-tree.ts';

const text = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'use plain text on one line');

/** One entry of `resources:`; where a finding is in what it names, the owner is this one. */
export const resourceEntry = z
  .strictObject({
    kind: z.enum(RESOURCE_KINDS),
    /** Whose cloud, cluster or registry: aws, azure, gcp … */
    provider: text.toLowerCase().optional(),
    pattern: text.optional(),
    /** Tags or labels that the thing must carry, all of them; values may have `*`. */
    tags: z.record(text, text).default({}),
    /** A team's key. */
    owner: text.optional(),
    /** Instead of a team: the repository whose owner it is. */
    repository: text.optional(),
  })
  .transform((entry) => ({ ...entry, origin: '' }));
export type ResourceEntry = z.infer<typeof resourceEntry>;

/** A rule of the registry on what is no path. */
export interface ResourceRule {
  kind: ResourceKind;
  provider: string | null;
  pattern: string | null;
  tags: Record<string, string>;
  /** Key of the team; null: whoever owns the repository. */
  owner: string | null;
  /** Key of the repository. */
  repository: string | null;
  /** File and line. */
  origin: string;
}

/** The rules of a document alone, as the command line has them, in its order. */
export const resourceRulesOf = (entries: readonly ResourceEntry[]): ResourceRule[] =>
  entries.map(({ provider = null, pattern = null, owner = null, repository = null, ...rest }) => ({
    ...rest,
    provider,
    pattern,
    owner,
    repository,
  }));

/** Entries with their places, for the trail. */
export const withOrigins = (
  file: string,
  tree: YamlTree,
  entries: readonly ResourceEntry[],
): ResourceEntry[] =>
  entries.map((entry, index) => ({
    ...entry,
    origin: `${file.slice(file.search(/[^/\\]*$/))}:${tree.locate(['resources', index]).line}`,
  }));

/** What the schema cannot see: patterns that mean nothing, rules that name nothing or nobody. */
export function resourceProblems(
  file: string,
  tree: YamlTree,
  entries: readonly ResourceEntry[],
  known: { teams: ReadonlySet<string>; repositories: ReadonlySet<string> } | null,
): FileProblem[] {
  return entries.flatMap((entry, index) => {
    const tell = (
      field: string,
      code: FileProblem['code'],
      message: string,
      suggestion: string | null = null,
    ): FileProblem => ({
      file,
      ...tree.locate(['resources', index, field]),
      level: 'error',
      code,
      message: `${message}${didYouMean(suggestion)}`,
      suggestion,
    });
    const found: FileProblem[] = [];
    const { kind, pattern, tags, owner, repository } = entry;
    if ((owner === undefined) === (repository === undefined))
      found.push(tell('kind', 'missing-key', 'name either an owner or a repository'));
    if (pattern === undefined && Object.keys(tags).length === 0)
      found.push(tell('kind', 'missing-key', 'name a pattern or tags: without them the rule would own all'));
    const compiled = pattern === undefined ? null : compileResourcePattern(kind, pattern);
    if (compiled && !compiled.ok)
      found.push(tell('pattern', 'bad-pattern', compiled.why, compiled.suggestion));
    if (owner !== undefined && known && !known.teams.has(owner))
      found.push(tell('owner', 'unknown-team', `no team is called ${owner}`, suggest(owner, known.teams)));
    if (repository !== undefined && known && !known.repositories.has(repository))
      found.push(
        tell(
          'repository',
          'unknown-repository',
          `no repository is called ${repository}`,
          suggest(repository, known.repositories),
        ),
      );
    return found;
  });
}
