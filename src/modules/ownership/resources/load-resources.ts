import type { Kysely } from 'kysely';
import type { ExplainedResource } from '../../../contract/ownership.ts';
import { AppError } from '../../../kernel/errors.ts';
import {
  findRepositoriesByAddress,
  findRepository,
  findServicesByName,
  loadRegistry,
  type NamedPlace,
  type Registry,
  selectResourceRules,
} from '../../organisation/public.ts';
import { RESOURCE_KINDS } from '../../organisation/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { loadOwnership } from '../service.ts';
import {
  compileResources,
  type LinkedRepository,
  type ResourceMap,
  withRepositories,
} from './compile-resources.ts';
import { gatherLeads, type Leads, noLeads } from './leads.ts';
import { type Labels, nameOfFacet, type ResourceTarget, resourcePlaceOfKey } from './place.ts';
import { resolveResource } from './resolve-resource.ts';
import * as store from './store-resources.ts';
import { type Found, liesElsewhere, placeOfFound, type TargetGround, TargetOwners } from './target-owners.ts';

let kept: { version: string; map: ResourceMap; registry: Registry } | null = null;

/**
 * Whose is what is not a path, prepared. Costs one small query while nothing changed. What leads to repositories
 * has to be looked up for the things at hand: `gatherLeads`, then `lookUp`.
 * @param now says which overrides are in force
 */
async function loadResources(db: Kysely<DB>, now: Date): Promise<{ map: ResourceMap; registry: Registry }> {
  const version = await store.selectResourcesVersion(db, now);
  if (kept?.version === version) return kept;
  const registry = await loadRegistry(db);
  const teamKeys = new Map(registry.teams.map(({ id, key }) => [id, key]));
  const map = compileResources({
    registry,
    rules: await selectResourceRules(db),
    overrides: await store.selectResourceOverrides(db, now, teamKeys),
    assets: await store.selectAssets(db),
  });
  kept = { version, map, registry };
  return kept;
}

/** Repositories looked up for one scan; a report that names more of them names them in vain. */
const MOST_REPOSITORIES = 300;
/** Texts of labels looked up for one scan. */
const MOST_LABELS = 5000;

/** Looks up what things lead to: repositories by their labels and ids, and who owns what in them. */
async function lookUp(db: Kysely<DB>, map: ResourceMap, leads: Leads, now: Date): Promise<ResourceMap> {
  const labels = [...leads.labels].slice(0, MOST_LABELS);
  const called = (names: 'repository' | 'service') =>
    labels.filter(([, what]) => what === names).map(([text]) => text);
  const named = new Map<string, NamedPlace>([
    ...(await findServicesByName(db, called('service'))),
    ...(await findRepositoriesByAddress(db, called('repository'))),
  ]);
  const ids = new Set([...leads.repositoryIds, ...[...named.values()].map(({ id }) => id)]);
  const repositories = new Map<string, LinkedRepository>();
  for (const id of [...ids].slice(0, MOST_REPOSITORIES)) {
    const row = await findRepository(db, { id });
    if (row) repositories.set(id, { key: row.key, map: (await loadOwnership(db, id, now)).map });
  }
  return withRepositories(map, { repositories, named });
}

/**
 * What the answers for one target rest on.
 * @param target with the labels of the report, else those told before (`resourceLabelsOf`)
 * @param beside something may lie on no path of the repository; if not, no more is loaded than who owns paths
 * @param tellAll tells everything that will be asked about, one after the other
 */
export async function loadTargetGround(
  db: Kysely<DB>,
  target: ResourceTarget,
  { now, beside }: { now: Date; beside: boolean },
  tellAll: (tell: (found: Found) => void) => Promise<void> | void,
): Promise<TargetGround> {
  const { map: ownership, registry } = await loadOwnership(db, target.repositoryId, now);
  if (!beside) return { target, ownership, registry, resources: null };
  const { map } = await loadResources(db, now);
  const packages = map.rules.has('package');
  const leads = noLeads();
  const told = new Set<string>();
  const owners = new TargetOwners({ target, ownership, registry, resources: map });
  await tellAll((found) => {
    if (!liesElsewhere(target, found)) return;
    const name = owners.nameOf(found);
    if (told.has(name)) return;
    if (told.size < MOST_TOLD) told.add(name);
    gatherLeads(map, placeOfFound(target, found, packages), leads);
  });
  return { target, ownership, registry, resources: await lookUp(db, map, leads, now) };
}

/** Names remembered while looking through a report, so that each is looked at once. */
const MOST_TOLD = 100_000;

/**
 * Remembers the labels that a complete scan told of its target as a whole.
 * @returns whether they differ from what was told before: then its owner may be another
 */
export const keepResourceLabels = (
  tx: Kysely<DB>,
  target: { kind: string; key: string },
  labels: Labels,
): Promise<boolean> => store.writeLabels(tx, `${target.kind}:${target.key}`, labels);

/** Remembers which repositories were asked about the things in a target: a change in one of them may move them. */
export async function keepResourceLeads(
  tx: Kysely<DB>,
  { target, resources }: Pick<TargetGround, 'target' | 'resources'>,
): Promise<void> {
  const ids = [...(resources?.repositories.keys() ?? [])].filter((id) => id !== target.repositoryId);
  if (ids.length > 0) await store.addLeads(tx, `${target.kind}:${target.key}`, ids);
}

/** The labels of a target as its newest complete scan told them. */
export const resourceLabelsOf = (db: Kysely<DB>, target: { kind: string; key: string }): Promise<Labels> =>
  store.selectLabels(db, `${target.kind}:${target.key}`);

/**
 * Whose a resource is, and why.
 * @param resource `kind:key`, such as `image:registry.example/pay/api:1.2`
 * @throws AppError LK-VALIDATION for a kind that is none
 */
export async function explainResource(
  db: Kysely<DB>,
  resource: string,
  now: Date,
): Promise<ExplainedResource> {
  const place = resourcePlaceOfKey(resource, await store.selectLabels(db, resource));
  if (!place)
    throw new AppError(
      'LK-VALIDATION',
      `resource must be KIND:KEY with KIND one of ${RESOURCE_KINDS.join(', ')}`,
    );
  const { map: known, registry } = await loadResources(db, now);
  const leads = noLeads();
  gatherLeads(known, place, leads);
  const map = await lookUp(db, known, leads, now);
  const { team, contact, via, ...rest } = resolveResource(map, place);
  return {
    resource: nameOfFacet(place[0]!),
    owner: team,
    ...rest,
    contact: { ...contact, manager: registry.byKey.get(team)?.manager ?? null },
    repository: via?.repository ?? null,
  };
}
