import { type Kysely, sql } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import { together } from '../../../platform/together.ts';
import { type Actor, type Holding, holdingsOfAll, rolesAt } from '../../access/public.ts';
import type { ExceptionDeps } from '../../findings/public.ts';
import { loadRegistry, placeOfTeam, type Registry } from '../../organisation/public.ts';
import type { Team } from '../../organisation/pure.ts';
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
  /** What they are for teams and units. */
  holds: readonly Holding[];
}

/** Those who may still sign in, by id. */
export async function loadPeople(db: Kysely<DB>, ids: readonly string[]): Promise<Map<string, Somebody>> {
  if (ids.length === 0) return new Map();
  const wanted = [...new Set(ids)];
  return together(db, `people ${wanted.sort()}`, async () => {
    const [{ rows }, holds] = await Promise.all([
      sql<Omit<Somebody, 'holds'>>`
        select p.id, p.email, p.roles from v_access_person p
        where p.id = any(${wanted}::uuid[]) and p.active`.execute(db),
      holdingsOfAll(db, wanted),
    ]);
    return new Map(rows.map((row) => [row.id, { ...row, holds: holds.get(row.id) ?? [] }]));
  });
}

/** What an exception is about, as far as it matters who speaks. */
interface Spoken {
  teamId: string | null;
  /** It covers what other teams own: security of one unit does not speak for all. */
  allTeams: boolean;
}

/** The roles that somebody has now in a team, and their own. Pure. */
function rolesIn({ registry, teamById }: Context, about: Spoken, somebody: Somebody): DeciderRole[] {
  const team = teamById.get(about.teamId ?? '');
  const here = team ? rolesAt(somebody.holds, placeOfTeam(registry, team)) : new Set<Role>();
  if (about.allTeams) here.delete('security');
  const found = new Set<DeciderRole>();
  for (const role of here) if (role !== 'partner') found.add(role);
  if (somebody.roles.includes('security')) found.add('security');
  // Whoever may do everything may speak for security, and still gives one word only.
  if (somebody.roles.includes('admin')) found.add('security').add('admin');
  return [...found];
}

/** Somebody's voice on what a team owns; without roles when nobody is behind it. */
export const voiceOf = (
  context: Context,
  about: Spoken,
  who: { label: string; personId: string | null },
  people: ReadonlyMap<string, Somebody>,
): Voice => {
  const somebody = people.get(who.personId ?? '');
  return { ...who, roles: somebody ? rolesIn(context, about, somebody) : [] };
};

/** Who asks, as exceptions know them. */
export type Asker = Pick<Actor, 'label' | 'personId' | 'name'>;
