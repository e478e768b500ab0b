import type { Kysely } from 'kysely';
import type { StandingRow, UnitStanding } from '../../../../contract/home.ts';
import { AppError } from '../../../../kernel/errors.ts';
import { loadRegistry, type Registry } from '../../../organisation/public.ts';
import type { DB } from '../../../schema.gen.ts';
import { countedAt } from '../../rollup/cells.ts';
import { COMPANY } from '../../rollup/measures.ts';
import { type Extent, NO_EXTENT, sumOfExtents } from './extents.ts';
import { countsOfScopes, type ScopeCounts } from './scope-counts.ts';
import { type UnitTree, unitTree } from './unit-tree.ts';
import { unitSentence } from './unit-words.ts';

interface UnitDeps {
  db: Kysely<DB>;
  /** What each team owns, by its key. */
  extents: (now: Date) => Promise<ReadonlyMap<string, Extent>>;
}

type Team = Registry['teams'][number];

/**
 * Where the risk of a unit is: its own numbers, then those of the units and teams in it.
 * @param key null: the company
 * @throws AppError LK-NOT-FOUND
 */
export async function unitStanding(
  { db, extents }: UnitDeps,
  key: string | null,
  now: Date,
): Promise<UnitStanding> {
  const registry = await loadRegistry(db);
  const tree = unitTree(registry, key);
  if (!tree) throw new AppError('LK-NOT-FOUND', `There is no business unit ${(key ?? '').slice(0, 100)}.`);
  const unitIds = await idsOfUnits(db);
  const own = tree.unit === null ? COMPANY : idIn(unitIds, tree.unit.key);
  const scopes = [
    own,
    ...tree.units.map(({ unit }) => idIn(unitIds, unit.key)),
    ...tree.teams.map(({ id }) => id),
  ];
  const counts = await countsOfScopes(db, scopes, now);
  const owned = await extents(now);
  const name = tree.unit?.name ?? 'The company';
  const total = counts(own);
  return {
    unit: tree.unit && { key: tree.unit.key, name: tree.unit.name, leader: tree.unit.leader },
    above: tree.above.map((unit) => ({ key: unit.key, name: unit.name })),
    sentence: unitSentence(name, working(tree.all), total),
    total: standingOf(total, tree.all, owned),
    rows: rowsOf(tree, (unit) => counts(idIn(unitIds, unit)), counts, owned),
    countedAt: (await countedAt(db))?.toISOString() ?? null,
  };
}

const idsOfUnits = async (db: Kysely<DB>): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await db.selectFrom('v_organisation_unit').select(['key', 'id']).execute()).map(({ key, id }) => [
      key,
      id,
    ]),
  );

/** One that was made this moment has no counts yet. */
const idIn = (ids: ReadonlyMap<string, string>, key: string): string => ids.get(key) ?? NO_SCOPE;
const NO_SCOPE = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const working = (teams: readonly Team[]): number =>
  teams.filter(({ retiredAt }) => retiredAt === null).length;

function standingOf(
  counts: ScopeCounts,
  teams: readonly Team[],
  owned: ReadonlyMap<string, Extent>,
): UnitStanding['total'] {
  const { services, repositories, looked } = sumOfExtents(
    teams.map(({ key }) => owned.get(key) ?? NO_EXTENT),
  );
  return { ...counts, services, coverage: { looked, of: repositories } };
}

/** Most overdue first. A retired team is shown while something of it is open. */
function rowsOf(
  tree: UnitTree,
  ofUnit: (key: string) => ScopeCounts,
  ofTeam: (id: string) => ScopeCounts,
  owned: ReadonlyMap<string, Extent>,
): StandingRow[] {
  const units = tree.units.map(({ unit, teams }) => ({
    kind: 'unit' as const,
    key: unit.key,
    name: unit.name,
    retired: false,
    teams: working(teams),
    ...standingOf(ofUnit(unit.key), teams, owned),
  }));
  const teams = tree.teams.map((team) => ({
    kind: 'team' as const,
    key: team.key,
    name: team.name,
    retired: team.retiredAt !== null,
    teams: 1,
    ...standingOf(ofTeam(team.id), [team], owned),
  }));
  return [
    ...units.sort(mostUrgent),
    ...teams.filter((team) => !team.retired || hasOpen(team)).sort(mostUrgent),
  ];
}

const hasOpen = ({ openByPriority }: StandingRow): boolean =>
  Object.values(openByPriority).some((open) => open > 0);

const mostUrgent = (a: StandingRow, b: StandingRow): number =>
  b.overdue - a.overdue || b.open - a.open || a.name.localeCompare(b.name) || a.key.localeCompare(b.key);
