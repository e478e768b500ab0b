import type { Kysely } from 'kysely';
import type { IdSource } from '../../kernel/ids.ts';
import { together } from '../../platform/together.ts';
import type { DB } from '../schema.gen.ts';
import { buildRegistry, type Registry, TRIAGE } from './registry.ts';
import * as store from './store.ts';

let cached: Registry | null = null;

/**
 * All teams, and who takes what nobody owns. Costs one small query while nothing changed.
 * @throws Error when the triage team is missing: `ensureTriageTeam` comes first, at every start
 */
export async function loadRegistry(db: Kysely<DB>): Promise<Registry> {
  const version = await together(db, 'registry version', () => store.selectRegistryVersion(db));
  const known = cached;
  if (known?.version === version) return known;
  const [teams, units] = [await store.selectTeams(db), await store.selectUnits(db)];
  const registry = buildRegistry(version, teams, units);
  cached = registry;
  return registry;
}

/** The team that takes what reaches nobody else; made once and then left as people edit it. */
export const ensureTriageTeam = (tx: Kysely<DB>, ids: IdSource): Promise<void> =>
  store.insertTeamIfMissing(tx, { id: ids.next(), ...TRIAGE });

/**
 * The repository of that name. An unknown one is registered as `seen`: it is shown as unowned, and its
 * reports are not refused.
 */
export async function ensureRepository(
  tx: Kysely<DB>,
  ids: IdSource,
  key: string,
): Promise<store.RepositoryRow> {
  const known = await store.selectRepository(tx, { key });
  if (known) return known;
  const renamed = await store.selectRepositoryOfOld(tx, key);
  if (renamed) return renamed;
  await store.insertRepositoryIfMissing(tx, ids, key);
  return (await store.selectRepository(tx, { key }))!;
}
