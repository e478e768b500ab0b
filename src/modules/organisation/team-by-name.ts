import type { NamedTeam } from './store-directory.ts';

export type TeamByName =
  | { found: 'one'; team: NamedTeam }
  | { found: 'none' }
  /** Keys of the teams that are called so. */
  | { found: 'several'; keys: string[] };

/**
 * The team that a directory means by a name: the one with that key, else that name, else that alias, whatever
 * the case. A team that works comes before a retired one.
 * @param names in the order of their weight: the name itself, the key made of it, other names
 */
export function teamByName(teams: readonly NamedTeam[], names: readonly string[]): TeamByName {
  const wanted = new Set(names.map(folded));
  const levels: ((team: NamedTeam) => boolean)[] = [
    ({ key }) => wanted.has(key),
    ({ name }) => wanted.has(folded(name)),
    ({ aliases }) => aliases.some((alias) => wanted.has(folded(alias))),
  ];
  for (const retired of [false, true])
    for (const isIt of levels) {
      const hits = teams.filter((team) => team.retired === retired && isIt(team));
      if (hits.length === 1) return { found: 'one', team: hits[0]! };
      if (hits.length > 1) return { found: 'several', keys: hits.map(({ key }) => key) };
    }
  return { found: 'none' };
}

const folded = (name: string) => name.toLowerCase();
