import type { Contact } from '../../../kernel/owner.ts';
import type { Registry } from '../../organisation/pure.ts';
import type { OwnershipMap } from '../compile.ts';
import type { OverrideFacts } from '../override.ts';
import { contactOf, type TeamNames, teamNames } from '../team-names.ts';
import type { Verdict } from '../verdict.ts';
import { type Asset, type AssetIndex, compileAssets } from './assets.ts';
import { compileRules, type ResourceRuleFacts, type ResourceRules } from './rules.ts';

export interface ResourceFacts {
  registry: Pick<Registry, 'teams' | 'byKey' | 'triage'>;
  rules: readonly ResourceRuleFacts[];
  /** Those in force, of resources as `kind:key`. */
  overrides: readonly (Omit<OverrideFacts, 'pattern'> & { resource: string })[];
  assets: readonly Asset[];
}

/** A repository that something leads to, with who owns what in it. */
export interface LinkedRepository {
  key: string;
  map: OwnershipMap;
}

/** Whose is what is not a path; unchanging, and quick to ask. */
export interface ResourceMap {
  names: TeamNames;
  /** By `kind:key`. */
  overrides: ReadonlyMap<string, Verdict>;
  rules: ResourceRules;
  assets: AssetIndex;
  triage: { team: string; contact: Contact };
  /** By id: those that rules, labels and assets lead to, as far as they were looked up. */
  repositories: ReadonlyMap<string, LinkedRepository>;
  /** By what a label says: the repository and folder that it means. */
  named: ReadonlyMap<string, { id: string; path: string | null }>;
}

/** Pure: prepares the answers. Repositories are looked up for the things at hand (`withRepositories`). */
export function compileResources({ registry, rules, overrides, assets }: ResourceFacts): ResourceMap {
  const names = teamNames(registry);
  const { triage } = registry;
  return {
    names,
    overrides: new Map(
      // Of two words on one thing the later counts.
      overrides
        .toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0))
        .map((override) => [override.resource, overrideVerdict(override, names)]),
    ),
    rules: compileRules(rules),
    assets: compileAssets(assets),
    triage: { team: triage.key, contact: contactOf(triage) },
    repositories: new Map(),
    named: new Map(),
  };
}

export const withRepositories = (
  map: ResourceMap,
  looked: Pick<ResourceMap, 'repositories' | 'named'>,
): ResourceMap => ({ ...map, ...looked });

/** With one repository at hand, whose id is its key: a checkout. */
export const linkedTo = (map: ResourceMap, key: string, owned: OwnershipMap): ResourceMap =>
  withRepositories(map, { repositories: new Map([[key, { key, map: owned }]]), named: new Map() });

function overrideVerdict(
  { resource, team, madeBy, expiresAt, reason }: ResourceFacts['overrides'][number],
  names: TeamNames,
): Verdict {
  const found = names.find(team);
  if (!found.ok) return { answers: false, why: `${madeBy} gave ${resource} to ${team}: ${found.why}` };
  const contact = found.team ? contactOf(found.team) : { queue: null, channel: null, oncall: null };
  const words = reason.replace(/\s+/g, ' ').trim().slice(0, 200);
  const why = `${madeBy} said so of ${resource} until ${expiresAt.slice(0, 10)}: ${words}`;
  return { answers: true, team: found.key, source: 'override', why, contact, unowned: false };
}
