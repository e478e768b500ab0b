import type { DirectoryGroup, DirectoryPerson, DirectoryTeam } from '../../../connectors/connector.ts';

/** Everything that one source knows: who is not named any more is gone. */
export interface DirectoryContent {
  people: readonly DirectoryPerson[];
  teams: readonly DirectoryTeam[];
  groups?: readonly DirectoryGroup[];
}

export interface DirectoryOptions {
  /** The key of the connection; never 'import', 'api' or 'scim'. */
  source: string;
  now: Date;
  /** Label for the audit trail. */
  by: string;
  /** A team that nobody else names becomes one. */
  newTeams: boolean;
  /** More than half of what the source named before may go at once. */
  mayShrink?: boolean;
}

export interface DirectorySummary {
  people: { linked: number; added: number; changed: number; closed: number; withoutEmail: number };
  teams: { linked: number; added: number; retired: number; leftOut: number };
  /** What could not be done, one short sentence each; at most fifty. */
  notes: string[];
  /** Whether any row was written. */
  changed: boolean;
}

/** Sentences for the person who looks after the connection, not more than can be read. */
export class Notes {
  readonly list: string[] = [];

  add(note: string): void {
    if (this.list.length < 50) this.list.push(note);
  }
}
