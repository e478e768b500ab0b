import type { Role } from '../../../contract/access.ts';
import type { HomeFace } from '../../../contract/home.ts';
import type { Holding } from '../../access/public.ts';
import type { Registry } from '../../organisation/public.ts';
import { unitAndAbove } from '../../organisation/pure.ts';

type Team = Registry['teams'][number];

/** What somebody is, and to whom. */
export interface HomeStanding {
  /** Roles that hold everywhere. */
  roles: readonly Role[];
  /** Working teams by name, with everything that the person is to each. */
  teams: { team: Team; is: ReadonlySet<Role> }[];
  /** Keys of the units that they lead, without those inside of others that they lead. */
  units: string[];
}

/**
 * By membership, by being named, by a grant: whatever says it, it counts. Pure.
 * @param unitKeys key of each unit by its id
 */
export function standingIn(
  { teams, units }: Registry,
  unitKeys: ReadonlyMap<string, string>,
  { roles, holds }: { roles: readonly Role[]; holds: readonly Holding[] },
): HomeStanding {
  const keyed = holds.map((hold) => ({ ...hold, unit: unitKeys.get(hold.unitId ?? '') ?? null }));
  const led = new Set(keyed.flatMap(({ role, unit }) => (role === 'leader' && unit !== null ? [unit] : [])));
  return {
    roles,
    teams: teams
      .filter(({ retiredAt }) => retiredAt === null)
      .map((team) => ({ team, is: rolesIn(team, keyed, units) }))
      .filter(({ is }) => is.size > 0)
      .sort((a, b) => a.team.name.localeCompare(b.team.name) || a.team.key.localeCompare(b.team.key)),
    units: [...led]
      .filter((key) => !unitAndAbove(units, units.get(key)?.parent ?? null).some((one) => led.has(one.key)))
      .sort(),
  };
}

/** Who leads a unit is in none of its teams by that; every other role for a unit holds in all of them. */
function rolesIn(
  team: Team,
  holds: readonly { role: Role; teamId: string | null; unit: string | null }[],
  units: Registry['units'],
): Set<Role> {
  const here = new Set<Role>();
  for (const { role, teamId, unit } of holds) {
    if (role === 'leader') continue;
    if (teamId === team.id || (unit !== null && liesIn(units, team, unit))) here.add(role);
  }
  return here;
}

const liesIn = (units: Registry['units'], { unitKey }: Team, unit: string): boolean =>
  unitAndAbove(units, unitKey).some(({ key }) => key === unit);

const OF_THE_TEAM: readonly Role[] = ['developer', 'champion', 'manager'];
const AT_THE_MEETING: readonly Role[] = ['champion', 'partner'];

const teamsWhere = ({ teams }: HomeStanding, roles: readonly Role[]) =>
  teams.filter(({ is }) => roles.some((role) => is.has(role)));

/** Teams whose work is the person's own; whoever accompanies a team from security is not of it. */
export const ownTeams = (standing: HomeStanding) => teamsWhere(standing, OF_THE_TEAM);

/** Teams that the person speaks for at the regular meeting with security, or for security there. */
export const accompanied = (standing: HomeStanding) => teamsWhere(standing, AT_THE_MEETING);

const isSecurity = (standing: HomeStanding): boolean =>
  standing.roles.includes('security') || ownTeams(standing).some(({ team }) => team.kind === 'security');

/** Ways in which somebody sees their home, the most fitting first. Pure. */
export function facesOf(standing: HomeStanding): HomeFace[] {
  const faces: HomeFace[] = [];
  if (isSecurity(standing)) faces.push('security');
  if (standing.units.length > 0 || standing.roles.includes('leader')) faces.push('lead');
  if (ownTeams(standing).length > 0) faces.push('team');
  if (accompanied(standing).length > 0) faces.push('accompany');
  // Whoever runs the house sees what security sees, after what is their own.
  if (standing.roles.includes('admin') && !faces.includes('security')) faces.push('security');
  return faces;
}
