import type { Registry } from '../../../organisation/public.ts';
import { unitAndAbove } from '../../../organisation/pure.ts';

type Team = Registry['teams'][number];
type Unit = NonNullable<ReturnType<Registry['units']['get']>>;

export interface UnitTree {
  /** Null: the company. */
  unit: Unit | null;
  /** Units that hold it, highest first. */
  above: Unit[];
  /** Units directly below, with the teams anywhere in them. */
  units: { unit: Unit; teams: Team[] }[];
  /** Its own teams; of the company: those in no unit. */
  teams: Team[];
  /** All teams anywhere in it. */
  all: Team[];
}

/**
 * What stands on the page of a unit. Retired teams are in it, since something of theirs may still be open. Pure.
 * @param key null: the company
 * @returns null when there is no such unit
 */
export function unitTree({ units, teams }: Registry, key: string | null): UnitTree | null {
  const unit = key === null ? null : (units.get(key) ?? null);
  if (key !== null && unit === null) return null;
  const above = new Map(teams.map((team) => [team, unitAndAbove(units, team.unitKey).map((one) => one.key)]));
  const within = (one: Unit) => teams.filter((team) => above.get(team)?.includes(one.key));
  const below = [...units.values()].filter(({ parent }) =>
    key === null ? parent === null || !units.has(parent) : parent === key,
  );
  return {
    unit,
    above: unit === null ? [] : unitAndAbove(units, unit.parent).toReversed(),
    units: below.map((one) => ({ unit: one, teams: within(one) })),
    teams: teams.filter(({ unitKey }) =>
      key === null ? unitKey === null || !units.has(unitKey) : unitKey === key,
    ),
    all: unit === null ? teams : within(unit),
  };
}
