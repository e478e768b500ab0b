import { checkAgainst, didYouMean } from './checked.ts';
import { type OrganisationFile, organisationFile } from './organisation-file.ts';
import type { FileProblem } from './problem.ts';
import { resourceProblems, withOrigins } from './resource-rules.ts';
import { suggest } from './suggest.ts';
import { unitsInCycles } from './units.ts';
import { ORGANISATION_LIMITS, readYaml, type YamlTree } from './yaml-tree.ts';

export interface ParsedOrganisation {
  /** Null when a problem of level error stands in the way. */
  document: OrganisationFile | null;
  problems: FileProblem[];
}

/** Keys that exist already, so that a document may name them without repeating them. */
export interface KnownKeys {
  units: Iterable<{ key: string; parent: string | null }>;
  teams: Iterable<string>;
  repositories?: Iterable<string>;
}

/**
 * Reads `organisation.yaml`, or a plain list of teams (`- key: …`).
 * @param known what the registry holds already; null when there is no registry to ask (the command line): then any
 *   unit may be named, and a key we do not know is only a warning
 */
export function parseOrganisation(file: string, text: string, known: KnownKeys | null): ParsedOrganisation {
  const read = readYaml(file, text, ORGANISATION_LIMITS);
  if (!read.trees[0]) return { document: null, problems: read.problems };
  const tree = asDocument(read.trees[0]);
  const { value, problems } = checkAgainst(file, tree, organisationFile, {
    unknownKeys: known ? 'error' : 'warning',
  });
  if (!value) return { document: null, problems };
  const references = [
    ...repeated(file, tree, value),
    ...(known ? dangling(file, tree, value, known) : []),
    ...cycles(file, tree, value, known),
    ...resourcesOf(file, tree, value, known),
  ];
  if (references.length > 0) return { document: null, problems: [...problems, ...references] };
  const resources = value.resources && withOrigins(file, tree, value.resources);
  return { document: { ...value, ...(resources && { resources }) }, problems };
}

/** An empty file is an empty document; a list at the top is a list of teams. */
function asDocument(tree: YamlTree): YamlTree {
  if (tree.value === null) return { ...tree, value: {} };
  if (!Array.isArray(tree.value)) return tree;
  return {
    value: { teams: tree.value },
    locate: (path) => tree.locate(path[0] === 'teams' ? path.slice(1) : path),
  };
}

function repeated(file: string, tree: YamlTree, document: OrganisationFile): FileProblem[] {
  const problems: FileProblem[] = [];
  const once = (list: string, field: string, names: string[][]) => {
    const seen = new Set<string>();
    for (const [index, ours] of names.entries())
      for (const name of new Set(ours)) {
        if (seen.has(name))
          problems.push({
            file,
            ...tree.locate([list, index, field]),
            level: 'error',
            code: 'duplicate-name',
            message: `${name} is named twice in ${list}`,
            suggestion: null,
          });
        seen.add(name);
      }
  };
  once(
    'businessUnits',
    'key',
    document.businessUnits.map(({ key }) => [key]),
  );
  once(
    'people',
    'email',
    document.people.map(({ email }) => [email]),
  );
  once(
    'repositories',
    'key',
    document.repositories.map(({ key }) => [key]),
  );
  // A name that means two teams would send findings to either.
  once(
    'teams',
    'key',
    document.teams.map((team) => [team.key, ...team.aliases, ...team.github].map(folded)),
  );
  for (const [index, { services = [] }] of document.repositories.entries())
    if (new Set(services.map(({ path }) => path)).size < services.length)
      problems.push({
        file,
        ...tree.locate(['repositories', index, 'services']),
        level: 'error',
        code: 'duplicate-name',
        message: 'two services have the same path',
        suggestion: null,
      });
  return problems;
}

const folded = (name: string) => name.toLowerCase();

function dangling(file: string, tree: YamlTree, document: OrganisationFile, known: KnownKeys): FileProblem[] {
  const units = new Set([
    ...[...known.units].map(({ key }) => key),
    ...document.businessUnits.map(({ key }) => key),
  ]);
  const teams = new Set([...known.teams, ...document.teams.map(({ key }) => key)]);
  const named: { what: 'unit' | 'team'; name: string | undefined; path: PropertyKey[] }[] = [
    ...document.businessUnits.map(({ parent }, i) => ({
      what: 'unit' as const,
      name: parent,
      path: ['businessUnits', i, 'parent'],
    })),
    ...document.teams.map(({ unit }, i) => ({
      what: 'unit' as const,
      name: unit,
      path: ['teams', i, 'unit'],
    })),
    ...document.repositories.map(({ unit }, i) => ({
      what: 'unit' as const,
      name: unit,
      path: ['repositories', i, 'unit'],
    })),
    ...document.people.flatMap((person, i) =>
      (person.teams ?? []).map(({ team }, j) => ({
        what: 'team' as const,
        name: team,
        path: ['people', i, 'teams', j, 'team'],
      })),
    ),
  ];
  return named.flatMap(({ what, name, path }) => {
    const names = what === 'unit' ? units : teams;
    if (name === undefined || names.has(name)) return [];
    const suggestion = suggest(name, names);
    const message = `no ${what === 'unit' ? 'business unit' : 'team'} is called ${name}${didYouMean(suggestion)}`;
    const code = what === 'unit' ? 'unknown-unit' : 'unknown-team';
    return [{ file, ...tree.locate(path), level: 'error', code, message, suggestion }];
  });
}

function resourcesOf(
  file: string,
  tree: YamlTree,
  { resources = [], teams, repositories }: OrganisationFile,
  known: KnownKeys | null,
): FileProblem[] {
  const keys = (list: readonly { key: string }[]) => list.map(({ key }) => key);
  return resourceProblems(
    file,
    tree,
    resources,
    known && {
      teams: new Set([...known.teams, ...keys(teams)]),
      repositories: new Set([...(known.repositories ?? []), ...keys(repositories)]),
    },
  );
}

/** A unit that would lie in itself, perhaps by way of units that other documents told. */
function cycles(
  file: string,
  tree: YamlTree,
  document: OrganisationFile,
  known: KnownKeys | null,
): FileProblem[] {
  const units = new Map([...(known?.units ?? [])].map(({ key, parent }) => [key, { key, parent }]));
  for (const { key, parent = null } of document.businessUnits) units.set(key, { key, parent });
  const inCycle = unitsInCycles(units);
  return document.businessUnits.flatMap(({ key, parent }, index) => {
    if (!inCycle.includes(key)) return [];
    const message =
      key === parent ? `${key} cannot lie in itself` : `${key} would lie in itself: ${inCycle.join(', ')}`;
    const at = tree.locate(['businessUnits', index, 'parent']);
    return [{ file, ...at, level: 'error', code: 'unit-cycle', message, suggestion: null }];
  });
}
