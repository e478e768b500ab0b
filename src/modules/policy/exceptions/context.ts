import { type Kysely, sql } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import type { Actor } from '../../access/public.ts';
import type { ExceptionDeps } from '../../findings/public.ts';
import { loadRegistry, type Registry } from '../../organisation/public.ts';
import { type Team, unitAndAbove } from '../../organisation/pure.ts';
import type { DB } from '../../schema.gen.ts';
import type { Policy } from '../document/compile.ts';
import { loadActivePolicy } from '../document/versions.ts';
import type { DeciderRole, Voice } from './may-grant.ts';

export type ExceptionsDeps = ExceptionDeps;

/** What is true now of teams and rules. */
export interface Context {
  registry: Registry;
  teamById: ReadonlyMap<string, Team>;
  rules: Policy['exceptions'];
  policyVersion: number;
}

export async function loadContext(db: Kysely<DB>): Promise<Context> {
  const [registry, active] = await Promise.all([loadRegistry(db), loadActivePolicy(db)]);
  return {
    registry,
    teamById: new Map(registry.teams.map((team) => [team.id, team])),
    rules: active.policy.exceptions,
    policyVersion: active.version,
  };
}

/** A person as far as roles go. */
export interface Somebody {
  id: string;
  email: string;
  roles: readonly Role[];
  memberships: readonly { teamId: string; role: string }[];
}

/** Those who may still sign in, by id. */
export async function loadPeople(db: Kysely<DB>, ids: readonly string[]): Promise<Map<string, Somebody>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Somebody>`
    select p.id, p.email, p.roles, coalesce((
      select json_agg(json_build_object('teamId', m.team_id, 'role', m.role))
      from v_organisation_member m where m.person_id = p.id), '[]') as memberships
    from v_access_person p where p.id = any(${[...new Set(ids)]}::uuid[]) and p.active`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

const IN_TEAM: Record<string, readonly DeciderRole[]> = {
  manager: ['manager'],
  champion: ['champion'],
  deputy: ['champion'],
};

/** The roles that somebody has now in a team, and their own. Pure. */
function rolesIn(registry: Registry, team: Team | undefined, somebody: Somebody): DeciderRole[] {
  const { roles, memberships } = somebody;
  const found = new Set<DeciderRole>();
  if (roles.includes('security')) found.add('security');
  // Whoever may do everything may speak for security, and still gives one word only.
  if (roles.includes('admin')) found.add('security').add('admin');
  if (!team) return [...found];
  const is = (name: string | null) => name?.toLowerCase() === somebody.email.toLowerCase();
  for (const { role } of memberships.filter(({ teamId }) => teamId === team.id)) {
    found.add('developer');
    for (const one of IN_TEAM[role] ?? []) found.add(one);
  }
  if (is(team.manager)) found.add('manager');
  if (is(team.champion) || team.deputies.some(is)) found.add('champion');
  if (unitAndAbove(registry.units, team.unitKey).some(({ leader }) => is(leader))) found.add('leader');
  return [...found];
}

/** Somebody's voice on what a team owns; without roles when nobody is behind it. */
export const voiceOf = (
  { registry, teamById }: Context,
  teamId: string | null,
  who: { label: string; personId: string | null },
  people: ReadonlyMap<string, Somebody>,
): Voice => {
  const somebody = people.get(who.personId ?? '');
  const team = teamById.get(teamId ?? '');
  return { ...who, roles: somebody ? rolesIn(registry, team, somebody) : [] };
};

/** Who asks, as exceptions know them. */
export type Asker = Pick<Actor, 'label' | 'personId' | 'name'>;
