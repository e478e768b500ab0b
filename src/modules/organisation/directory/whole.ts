import type {
  DirectoryGroup,
  DirectoryPerson,
  DirectoryPiece,
  DirectoryTeam,
} from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { DirectoryContent } from './content.ts';

/** More than any company has: a directory that never ends must not fill our memory. */
export interface WholeLimits {
  people: number;
  teams: number;
  memberships: number;
  pieces: number;
}

export const LIMITS: WholeLimits = {
  people: 500_000,
  teams: 100_000,
  memberships: 5_000_000,
  pieces: 100_000,
};

/** Puts the pieces of a directory together: each person and team once, parents without circles. */
export class Whole {
  readonly #people = new Map<string, DirectoryPerson>();
  readonly #teams = new Map<string, DirectoryTeam>();
  readonly #groups = new Map<string, DirectoryGroup>();
  readonly #limits: WholeLimits;
  readonly notes: string[] = [];
  #memberships = 0;
  #pieces = 0;

  constructor(limits: WholeLimits = LIMITS) {
    this.#limits = limits;
  }

  /** @throws AppError LK-TOO-LARGE */
  add({ people, teams, groups, notes }: DirectoryPiece): void {
    for (const person of people) this.#people.set(person.id, this.#people.get(person.id) ?? person);
    for (const team of teams) this.#addTeam(team);
    for (const group of groups ?? []) this.#groups.set(group.id, group);
    this.notes.push(...(notes ?? []).slice(0, 50 - this.notes.length));
    this.#pieces++;
    const { people: told, teams: named, memberships } = this.counts;
    const limits = this.#limits;
    if (
      told > limits.people ||
      named + this.#groups.size > limits.teams ||
      memberships > limits.memberships ||
      this.#pieces > limits.pieces
    )
      throw new AppError(
        'LK-TOO-LARGE',
        `the directory tells of more than ${limits.people} people, ${limits.teams} teams or ${limits.memberships} memberships: narrow what it is asked for`,
      );
  }

  #addTeam(team: DirectoryTeam): void {
    this.#memberships += team.members.length;
    const before = this.#teams.get(team.id);
    this.#teams.set(team.id, before ? { ...before, members: [...before.members, ...team.members] } : team);
  }

  get counts(): { people: number; teams: number; memberships: number } {
    return { people: this.#people.size, teams: this.#teams.size, memberships: this.#memberships };
  }

  content(): DirectoryContent {
    const cut = cutParents(new Map<string, DirectoryGroup>([...this.#groups, ...this.#teams]));
    const whole = <One extends DirectoryGroup>(one: One) =>
      cut.has(one.id) ? { ...one, parent: null } : one;
    return {
      people: [...this.#people.values()],
      teams: [...this.#teams.values()].map(whole),
      groups: [...this.#groups.values()].map(whole),
    };
  }
}

/** A parent that is not told of is none, and one below its own child is none either. Pure. */
function cutParents(teams: ReadonlyMap<string, DirectoryGroup>): ReadonlySet<string> {
  const reachesTop = new Set<string>();
  const cut = new Set<string>();
  for (const first of teams.values()) {
    const path = new Set<string>();
    let team: DirectoryGroup | undefined = first;
    while (team && !reachesTop.has(team.id)) {
      path.add(team.id);
      const above: DirectoryGroup | undefined = teams.get(team.parent ?? '');
      if (!above || path.has(above.id)) cut.add(team.id);
      team = cut.has(team.id) ? undefined : above;
    }
    for (const id of path) reachesTop.add(id);
  }
  return cut;
}

/**
 * Whether an answer may be taken for the whole: one that is empty, or half as long as before, is broken more often
 * than true.
 * @throws AppError LK-INCOMPLETE
 */
export function checkWhole(
  now: { people: number; teams: number },
  before: { people: number; teams: number },
): void {
  for (const what of ['people', 'teams'] as const) {
    if (before[what] === 0 || now[what] * 2 >= before[what]) continue;
    throw new AppError(
      'LK-INCOMPLETE',
      `The directory told of ${now[what] === 0 ? 'no' : `only ${now[what]}`} ${what}, after ${before[what]} the last time; nothing was changed.`,
    );
  }
}
