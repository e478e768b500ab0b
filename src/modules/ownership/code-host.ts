import { z } from 'zod';
import type { Dialect } from './pattern.ts';
import { contactOf, type FoundTeam, type TeamNames } from './team-names.ts';
import type { Verdict } from './verdict.ts';

/** What the code host knows of a repository: column `repository.host_facts`. */
export interface HostFacts {
  topics: readonly string[];
  properties: Readonly<Record<string, string | readonly string[]>>;
  /** Teams that administer it, as `@org/team` or by their short name. */
  adminTeams: readonly string[];
}

const texts = z.array(z.string()).catch([]);
const hostFacts = z
  .object({
    topics: texts.default([]),
    properties: z
      .record(z.string(), z.unknown())
      .transform((values) =>
        Object.fromEntries(
          Object.entries(values).flatMap(([name, value]) =>
            typeof value === 'string' || isTexts(value) ? [[name, value]] : [],
          ),
        ),
      )
      .catch({})
      .default({}),
    adminTeams: texts.default([]),
  })
  .catch({ topics: [], properties: {}, adminTeams: [] });

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** What is stored may be older than we are: whatever is not as expected counts as not said. */
export const hostFactsOf = (stored: unknown): HostFacts => hostFacts.parse(stored);

/** Whose rules the CODEOWNERS of a repository follow; null where its host has none, or is not known. */
export const dialectOf = (system: string | null): Dialect | null =>
  system === 'github' || system === 'gitlab' ? system : null;

/** A code host of any size says more than a trail needs. */
const MAX_NAMES = 50;

/**
 * Step 6: the property `owner` or `team`, then a topic `team-…` or `owner-…`, then the one team of ours that
 * administers the repository. Two teams in one place are no answer, and the trail says so.
 */
export function hostVerdicts(facts: HostFacts | undefined, names: TeamNames): Verdict[] {
  if (!facts) return [];
  const property = Object.entries(facts.properties).filter(([name]) => /^(owner|team)$/i.test(name));
  // `owner` is asked before `team`.
  const verdicts = property
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .flatMap(([name, value]) => said(`property ${name}`, typeof value === 'string' ? [value] : value, names));
  const topics = facts.topics.flatMap(
    (topic) => /^(?:team|owner)-(?<name>.+)$/i.exec(topic)?.groups?.['name'] ?? [],
  );
  return [...verdicts, ...said('topic', topics, names), ...administrators(facts.adminTeams, names)];
}

function said(what: string, written: readonly string[], names: TeamNames): Verdict[] {
  const looked = written
    .slice(0, MAX_NAMES)
    .filter((name) => name.trim() !== '')
    .map((name) => ({ name, found: names.find(name.trim()) }));
  const known = looked.filter(({ found }) => found.ok);
  if (distinct(known.map(({ found }) => found)).length > 1)
    return [no(`code host ${what} names ${listed(known)}: which of them owns it is not said`)];
  const [first] = known;
  if (first) return answer(first.found, `code host ${what} "${first.name}"`);
  return looked.flatMap(({ name, found }) =>
    found.ok ? [] : [no(`code host ${what} "${name}": ${found.why}`)],
  );
}

/** Most repositories have administrators that are no team of ours, so only those we know count. */
function administrators(teams: readonly string[], names: TeamNames): Verdict[] {
  const known = teams.slice(0, MAX_NAMES).flatMap((name) => {
    const handle = name.includes('/') && !name.startsWith('@') ? `@${name}` : name;
    const found = names.find(handle);
    return found.ok ? [{ name: handle, found }] : [];
  });
  const [first, second] = distinct(known.map(({ found }) => found));
  if (first && second)
    return [no(`${listed(known)} administer it on the code host: one would own it, several do not`)];
  return known[0] ? answer(known[0].found, `code host admin team ${known[0].name}`) : [];
}

const distinct = (found: readonly FoundTeam[]) => [
  ...new Set(found.flatMap((each) => (each.ok ? [each.key] : []))),
];

const listed = (known: readonly { found: FoundTeam }[]) => {
  const keys = distinct(known.map(({ found }) => found)).sort();
  return `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`;
};

const no = (why: string): Verdict => ({ answers: false, why });

function answer(found: FoundTeam, why: string): Verdict[] {
  if (!found.ok) return [];
  const contact = found.team ? contactOf(found.team) : { queue: null, channel: null, oncall: null };
  return [{ answers: true, team: found.key, source: 'code host', why, contact, unowned: false }];
}
