import type {
  Directory,
  DirectoryGroup,
  DirectoryPerson,
  DirectoryTeam,
} from '../../src/connectors/connector.ts';

export interface Collected {
  people: DirectoryPerson[];
  teams: DirectoryTeam[];
  groups: DirectoryGroup[];
  notes: string[];
}

/** Everything that a directory tells, in one. */
export async function collected(directory: Directory): Promise<Collected> {
  const all: Collected = { people: [], teams: [], groups: [], notes: [] };
  for await (const piece of directory.read()) {
    all.people.push(...piece.people);
    all.teams.push(...piece.teams);
    all.groups.push(...(piece.groups ?? []));
    all.notes.push(...(piece.notes ?? []));
  }
  return all;
}

export function teamIn({ teams }: Collected, key: string): DirectoryTeam {
  const found = teams.find((team) => team.key === key);
  if (!found) throw new Error(`no team ${key}`);
  return found;
}
