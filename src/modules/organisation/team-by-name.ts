import type { NamedTeam } from './store-directory.ts';

export type TeamByName =
  | { found: 'one'; team: NamedTeam }
  | { found: 'none' }
  /** Keys of the teams that are called so. */
  | { found: 'several'; keys: string[] };

/**
 * Which team a directory means by a name: the one with that key, else that name, else that alias, whatever the
 * case. A team that works comes before a retired one.
 */
export class TeamNames {
  readonly #levels = Array.from({ length: 6 }, () => new Map<string, Set<NamedTeam>>());

  constructor(teams: Iterable<NamedTeam>) {
    for (const team of teams) this.add(team);
  }

  add(team: NamedTeam): void {
    const first = team.retired ? 3 : 0;
    for (const [level, names] of [[team.key], [team.name], team.aliases].entries())
      for (const name of names) {
        const called = this.#levels[first + level]!;
        called.set(folded(name), (called.get(folded(name)) ?? new Set()).add(team));
      }
  }

  /** @param names what it may be called: any of them will do */
  find(names: readonly string[]): TeamByName {
    for (const called of this.#levels) {
      const hits = new Set(names.flatMap((name) => [...(called.get(folded(name)) ?? [])]));
      const [team] = hits;
      if (team && hits.size === 1) return { found: 'one', team };
      if (team) return { found: 'several', keys: [...hits].map(({ key }) => key) };
    }
    return { found: 'none' };
  }
}

const folded = (name: string) => name.toLowerCase();
