/** A business unit; units lie in units. */
export interface Unit {
  /** Of the database; a document alone has none. */
  id?: string;
  key: string;
  name: string;
  /** Key of the unit that holds it; null at the top. */
  parent: string | null;
  /** Email of the person who leads it. */
  leader: string | null;
  fallbackQueue: string | null;
}

type Units = ReadonlyMap<string, Pick<Unit, 'key' | 'parent'>>;

/** The unit and those that hold it, lowest first. A cycle, which no import lets in, ends where it closes. */
export function unitAndAbove<One extends Pick<Unit, 'key' | 'parent'>>(
  units: ReadonlyMap<string, One>,
  key: string | null,
): One[] {
  const found = new Set<One>();
  let at = key === null ? undefined : units.get(key);
  while (at && !found.has(at)) {
    found.add(at);
    at = at.parent === null ? undefined : units.get(at.parent);
  }
  return [...found];
}

/**
 * The lowest unit that holds both: its leader decides between two teams.
 * @param a key of the one team's unit; null: the team is in none
 * @returns null when nothing holds both
 */
export function lowestUnitOfBoth<One extends Pick<Unit, 'key' | 'parent'>>(
  units: ReadonlyMap<string, One>,
  a: string | null,
  b: string | null,
): One | null {
  const ofA = new Set(unitAndAbove(units, a));
  return unitAndAbove(units, b).find((unit) => ofA.has(unit)) ?? null;
}

/**
 * The keys of units that lie in themselves by way of others, in the order given.
 * @param units as they would be
 */
export function unitsInCycles(units: Units): string[] {
  const inCycle = new Set<string>();
  const done = new Set<string>();
  for (const start of units.keys()) {
    const walked = new Set<string>();
    let at: string | null = start;
    while (at !== null && !done.has(at) && !walked.has(at)) {
      walked.add(at);
      at = units.get(at)?.parent ?? null;
    }
    // The walk came back to where it had been: what lies from there to its end is the cycle.
    if (at !== null && walked.has(at)) {
      const path = [...walked];
      for (const key of path.slice(path.indexOf(at))) inCycle.add(key);
    }
    for (const key of walked) done.add(key);
  }
  return [...units.keys()].filter((key) => inCycle.has(key));
}
