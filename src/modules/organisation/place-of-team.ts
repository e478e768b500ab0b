import type { Place } from '../access/public.ts';
import type { Registry, Team } from './registry.ts';
import { unitAndAbove } from './units.ts';

/** By the team as one state of the registry has it: every state has values of its own. */
const known = new WeakMap<object, { units: unknown; place: Place }>();

/** Where a team's things belong: to it, in its unit and in all above. */
export function placeOfTeam({ units }: Pick<Registry, 'units'>, team: Pick<Team, 'id' | 'unitKey'>): Place {
  const found = known.get(team);
  if (found && found.units === units) return found.place;
  const place: Place = {
    teams: [team.id],
    units: unitAndAbove(units, team.unitKey).flatMap(({ id }) => id ?? []),
    personId: null,
  };
  known.set(team, { units, place });
  return place;
}
