import type { Kysely } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import type { AskSide } from '../../../contract/asks.ts';
import { type Holding, holdingsOfAll, rolesAt } from '../../access/public.ts';
import { loadRegistry, placeOfTeam, type Registry } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Speaker } from './deps.ts';
import { type Standing, sideOf } from './sides.ts';

type RegistryTeam = Registry['teams'][number];

/** What somebody may speak for. */
export interface Who {
  /** Working teams that they are of, by membership or by being named; whoever accompanies a team is not of it. */
  teams: RegistryTeam[];
  /** Besides those: teams that they look after, as leaders of a unit or by a role that they were given there. */
  alsoFor: RegistryTeam[];
  security: boolean;
  all: boolean;
  holds: readonly Holding[];
}

/** Who accompanies a team or watches over it speaks for security there. */
const OF_SECURITY: readonly Role[] = ['security', 'partner'];
const isOfTeam = (role: Role): boolean => !OF_SECURITY.includes(role);

export async function whoIs(db: Kysely<DB>, registry: Registry, speaker: Speaker): Promise<Who> {
  const { personId, roles } = speaker;
  const holds =
    speaker.holds ?? (personId === null ? [] : ((await holdingsOfAll(db, [personId])).get(personId) ?? []));
  const working = registry.teams.filter(({ retiredAt }) => retiredAt === null);
  // There are many teams, and few of them are anybody's.
  const near = working.filter(({ id }) => holds.some((hold) => hold.teamId === id || hold.unitId !== null));
  const teams = near.filter(({ id }) => holds.some(({ teamId, role }) => teamId === id && isOfTeam(role)));
  const alsoFor = near.filter((team) => [...rolesAt(holds, placeOfTeam(registry, team))].some(isOfTeam));
  const security =
    teams.some(({ kind }) => kind === 'security') ||
    roles.some((role) => role === 'security' || role === 'partner');
  return { teams, alsoFor, security, all: roles.includes('admin'), holds };
}

/** The two teams of an ask. */
interface Between {
  fromTeamId: string;
  toTeamId: string;
}

/** How somebody stands to an ask, and for which side they speak. */
export async function standingIn(
  db: Kysely<DB>,
  { fromTeamId, toTeamId }: Between,
  speaker: Speaker,
): Promise<{ standing: Standing; side: AskSide | null }> {
  const registry = await loadRegistry(db);
  const who = await whoIs(db, registry, speaker);
  const isIn = (teamId: string) => who.alsoFor.some(({ id }) => id === teamId);
  const watchesOver = registry.teams
    .filter(({ id }) => id === fromTeamId || id === toTeamId)
    .some((team) => OF_SECURITY.some((role) => rolesAt(who.holds, placeOfTeam(registry, team)).has(role)));
  const isSecurity = (teamId: string) => registry.teams.find(({ id }) => id === teamId)?.kind === 'security';
  const standing = {
    inFrom: isIn(fromTeamId),
    inTo: isIn(toTeamId),
    security: who.security || watchesOver,
    all: who.all,
  };
  return { standing, side: sideOf(standing, isSecurity(fromTeamId), isSecurity(toTeamId)) };
}
