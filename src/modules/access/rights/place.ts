import type { Role } from '../../../contract/access.ts';

/** A role that holds for one team, or for one unit with all below it; ids of the database. */
export interface Holding {
  role: Role;
  teamId: string | null;
  unitId: string | null;
}

/** Where something belongs: to these teams, in these units and all above them; or to a person. */
export interface Place {
  teams: readonly string[];
  units: readonly string[];
  personId: string | null;
}

/** What belongs to nobody in particular: there only roles hold that hold everywhere. */
export const NOWHERE: Place = { teams: [], units: [], personId: null };

/** The roles that hold there and not everywhere. Pure. */
export const rolesAt = (holds: readonly Holding[], { teams, units }: Place): Set<Role> =>
  new Set(
    holds
      .filter(
        ({ teamId, unitId }) =>
          (teamId !== null && teams.includes(teamId)) || (unitId !== null && units.includes(unitId)),
      )
      .map(({ role }) => role),
  );
