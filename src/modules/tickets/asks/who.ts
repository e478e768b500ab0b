import type { Kysely } from 'kysely';
import type { AskSide } from '../../../contract/asks.ts';
import { loadRegistry, type Registry, teamsOf } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Speaker } from './deps.ts';
import { type Standing, sideOf } from './sides.ts';

type RegistryTeam = Registry['teams'][number];

/** What somebody may speak for. */
export interface Who {
  /** Working teams that they are of, by membership or by being named; whoever accompanies a team is not of it. */
  teams: RegistryTeam[];
  security: boolean;
  all: boolean;
}

export async function whoIs(db: Kysely<DB>, registry: Registry, speaker: Speaker): Promise<Who> {
  const memberships = speaker.personId === null ? [] : await teamsOf(db, speaker.personId);
  const member = new Set(memberships.flatMap(({ key, role }) => (role === 'partner' ? [] : [key])));
  const email = await emailOf(db, speaker.personId);
  const teams = registry.teams.filter(
    (team) => team.retiredAt === null && (member.has(team.key) || isNamed(team, email)),
  );
  const security =
    teams.some(({ kind }) => kind === 'security') ||
    speaker.roles.some((role) => role === 'security' || role === 'partner');
  return { teams, security, all: speaker.roles.includes('admin') };
}

async function emailOf(db: Kysely<DB>, personId: string | null): Promise<string | null> {
  if (personId === null) return null;
  const query = db.selectFrom('v_access_person').select('email').where('id', '=', personId);
  return (await query.executeTakeFirst())?.email ?? null;
}

function isNamed({ manager, champion, deputies }: RegistryTeam, email: string | null): boolean {
  return email !== null && [manager, champion, ...deputies].some((named) => named?.toLowerCase() === email);
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
  const { teams, security, all } = await whoIs(db, registry, speaker);
  const isIn = (teamId: string) => teams.some(({ id }) => id === teamId);
  const isSecurity = (teamId: string) => registry.teams.find(({ id }) => id === teamId)?.kind === 'security';
  const standing = { inFrom: isIn(fromTeamId), inTo: isIn(toTeamId), security, all };
  return { standing, side: sideOf(standing, isSecurity(fromTeamId), isSecurity(toTeamId)) };
}
