import { z } from 'zod';
import type {
  Connector,
  DirectoryPerson,
  DirectoryPiece,
  DirectoryTeam,
} from '../../src/connectors/connector.ts';

/** A directory in memory: tests change it between readings; `before` may break any piece, or wait. */
export function memoryDirectory() {
  const settings = z.strictObject({ on: z.boolean().default(true), newTeams: z.boolean().default(true) });
  const memory = {
    people: [] as DirectoryPerson[],
    teams: [] as DirectoryTeam[],
    notes: [] as string[],
    pieceSize: 100,
    /** Called before each piece with its number, from 0. */
    before: (_piece: number): void | Promise<void> => {},
    readings: 0,
    hire(id: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson {
      const person = { id, email: `${id}@acme.example`, name: id, userName: id, active: true, ...more };
      memory.people.push(person);
      return person;
    },
    team(id: string, members: string[], more: Partial<DirectoryTeam> = {}): DirectoryTeam {
      const team: DirectoryTeam = {
        id,
        key: id,
        name: id,
        parent: null,
        aliases: [`@acme/${id}`],
        mail: null,
        members: members.map((person) => ({ person, role: 'developer' })),
        ...more,
      };
      memory.teams.push(team);
      return team;
    },
    leave(id: string): void {
      memory.people = memory.people.filter((person) => person.id !== id);
    },
    connector: null as unknown as Connector<z.infer<typeof settings>>,
  };

  async function* read(): AsyncGenerator<DirectoryPiece> {
    memory.readings++;
    const { people, teams, pieceSize } = structuredClone({
      people: memory.people,
      teams: memory.teams,
      pieceSize: memory.pieceSize,
    });
    let piece = 0;
    for (let at = 0; at < people.length; at += pieceSize) {
      await memory.before(piece++);
      yield { people: people.slice(at, at + pieceSize), teams: [] };
    }
    await memory.before(piece);
    yield { people: [], teams, notes: memory.notes };
  }

  memory.connector = {
    id: 'memory',
    name: 'Memory',
    homePage: 'https://memory.example',
    settings,
    example: '',
    secrets: { token: 'From the page of tokens.' },
    test: async () => ({ ok: true, says: [] }),
    directory: ({ settings: { on, newTeams } }) => (on ? { newTeams, read } : null),
  };
  return memory;
}
