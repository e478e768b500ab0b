import type { z } from 'zod';
import type { HttpClient } from '../platform/client/client.ts';
import type { AlertSystem } from './alerts.ts';
import type { MessageSystem } from './messages.ts';
import type { RemotePerson, TicketSystem } from './tickets.ts';

export type * from './alerts.ts';
export type * from './messages.ts';
export type * from './tickets.ts';

/** An outside system that Lanekeeper can speak to; what it can be used for are its capabilities. */
export interface Connector<Settings = unknown> {
  /** `github`; also the folder's name. */
  readonly id: string;
  readonly name: string;
  readonly homePage: string;
  /** What a person states about a connection; nothing secret. */
  readonly settings: z.ZodType<Settings>;
  /** Settings as most would write them, in YAML; what a new connection begins with. */
  readonly example: string;
  /** Names of the secrets it can use, each with a line for the person who has to find it. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Says precisely what is missing (permission, field, project), in the order in which it must be mended. */
  test(context: ConnectorContext<Settings>): Promise<ConnectionTest>;
  codeHost?(context: ConnectorContext<Settings>): CodeHost;
  /** Null: this connection is not meant to tell of people and teams. */
  directory?(context: ConnectorContext<Settings>): Directory | null;
  readonly hooks?: Hooks;
  /** The mail addresses of people there are theirs for sure: nobody can state another's. */
  vouchesForMail?(settings: Settings): boolean;
  readonly tickets?: TicketSystem<Settings>;
  readonly messages?: MessageSystem<Settings>;
  readonly alerts?: AlertSystem<Settings>;
}

/** One connection, as a connector is given it. */
export interface ConnectorContext<Settings> {
  settings: Settings;
  secrets: Readonly<Record<string, string>>;
  /** The only way out: guarded, throttled, retried. */
  client: HttpClient;
  now(): Date;
}

export interface ConnectionTest {
  ok: boolean;
  /** What was found, or what is missing and how to mend it; one short sentence each. */
  says: string[];
}

// Code hosts ---------------------------------------------------------------------------------------------------

export interface HostRepository {
  /** The code host's own id: survives a rename. */
  id: string;
  /** `acme/checkout` */
  key: string;
  url: string | null;
  defaultBranch: string;
  archived: boolean;
  /** Changes with every push; what it means is the code host's. Null where the list does not tell. */
  version: string | null;
  /** What may say who owns it (step 6 of the resolution). */
  facts: HostFacts;
}

export interface HostFacts {
  topics: string[];
  /** Custom properties, by name. */
  properties: Record<string, string | string[]>;
  /** Handles of teams with admin rights, such as `@acme/payments`. */
  adminTeams: string[];
}

export interface HostPage {
  repositories: HostRepository[];
  /** Null: every read of it is a whole read. */
  etag: string | null;
  /** Null: this is the last one. */
  next: string | null;
}

export interface HostFiles {
  /** The commit they were read at. */
  commit: string;
  files: { path: string; content: string }[];
  /** What could not be read (too large, no text, a link out of the repository), for the people of the repository. */
  problems: { path: string; message: string }[];
}

export interface CodeHost {
  /** Where the list begins. */
  readonly firstPage: string;
  /**
   * Whether a push changes the list (the repository's `version`, and with it the page). Where it does not, only
   * `files` tells: a sweep asks it for every repository, also of unchanged pages.
   */
  readonly listShowsPushes: boolean;
  /**
   * A page of the repositories it may see.
   * @param page `firstPage`, or `next` of the page before; opaque
   * @param etag of the last read of this page: `unchanged` when it is as it was, `next` included; opaque
   * @throws AppError LK-RATE-LIMITED with `detail.retryAt` (ISO time) when the host asks for a longer pause than
   * a call may take; LK-CONNECTION when a person has to mend it; LK-ANSWER when the answer makes no sense
   */
  repositories(page: string, etag: string | null): Promise<HostPage | 'unchanged'>;
  /**
   * The ownership files of the default branch, chosen by path. A repository without a commit has no files and
   * the commit ''.
   * @param commit as last read: `unchanged` when the branch still stands there
   * @returns `gone` when it is deleted, blocked, or not visible any more
   * @throws as `repositories`
   */
  files(
    repository: Pick<HostRepository, 'id' | 'key' | 'defaultBranch'>,
    wanted: (path: string) => boolean,
    commit: string | null,
  ): Promise<HostFiles | 'unchanged' | 'gone'>;
  /**
   * What the list does not tell of one repository (teams with admin rights, custom properties); what it may not
   * see is empty. Topics are empty, too: they come with the list.
   * @throws as `repositories`
   */
  facts?(repository: Pick<HostRepository, 'id' | 'key'>): Promise<HostFacts>;
}

// Webhooks -----------------------------------------------------------------------------------------------------

export interface HookRequest {
  headers: Readonly<Record<string, string | undefined>>;
  /** As it came: the signature is over these bytes. */
  body: Uint8Array;
}

/** What a webhook tells; a hint to look, never truth. */
export type HookEvent =
  | {
      type: 'push';
      repository: { id: string; key: string };
      branch: string;
      commit: string;
      paths: string[] | null;
    }
  | {
      type: 'repository';
      repository: { id: string; key: string };
      what: 'created' | 'renamed' | 'archived' | 'deleted' | 'changed';
    }
  /** Repositories came or went, more than one perhaps: the list tells. */
  | { type: 'repositories' }
  | { type: 'team' }
  /** A ticket was changed, commented on, moved or deleted there: it is read again. */
  | { type: 'ticket'; id: string; key: string | null }
  /** Alerts of a repository, or reports of a programme, changed: they are pulled again. */
  | { type: 'alerts'; kind: string; key: string | null }
  /** Somebody pressed a button under a message of ours. */
  | { type: 'button'; action: string; value: string; person: RemotePerson; channel: string; message: string }
  /** Somebody wrote a command: `/lanekeeper help`. */
  | { type: 'command'; text: string; person: RemotePerson; channel: string };

export interface Hooks {
  /** Which of the connector's secrets sign webhooks, the newest first: what is set goes to `authentic`. */
  readonly secrets: readonly string[];
  /** In constant time, against any of the secrets (two during rotation). */
  authentic(request: HookRequest, secrets: readonly string[]): boolean;
  /**
   * `delivery` is the same when the same event is sent again; `event` is null when it is none of ours.
   * @throws AppError LK-VALIDATION when the body is not what the code host sends
   */
  read(request: HookRequest): { delivery: string; event: HookEvent | null };
  /** What the sender waits for, where more than an empty yes: a challenge, the first words to a command. */
  answer?(request: HookRequest): { type: string; body: string } | null;
}

// Directories --------------------------------------------------------------------------------------------------

export interface DirectoryPerson {
  /** The directory's own id. */
  id: string;
  email: string | null;
  name: string;
  userName: string | null;
  active: boolean;
}

export interface DirectoryTeam {
  id: string;
  /** `payments-core` */
  key: string;
  name: string;
  /** The id of the team or unit above. */
  parent: string | null;
  /** Other names that files may call it by, such as `@acme/payments-core`. */
  aliases: string[];
  mail: string | null;
  members: { person: string; role: 'developer' | 'manager' }[];
}

/** A group of teams that is no team of ours: it only says where they belong. */
export type DirectoryGroup = Pick<DirectoryTeam, 'id' | 'key' | 'name' | 'parent' | 'aliases'>;

export interface DirectoryPiece {
  people: DirectoryPerson[];
  teams: DirectoryTeam[];
  groups?: DirectoryGroup[];
  /** What was left out and how to change that, one short sentence each; the rest is whole all the same. */
  notes?: string[];
}

export interface Directory {
  /** A team that nobody else names becomes one of ours. */
  readonly newTeams: boolean;
  /**
   * Everything it knows, in pieces: people come before the teams that name them. It may name people and teams
   * twice, and people that it does not know.
   * @throws AppError as soon as it is not sure to be whole: LK-NETWORK and LK-RATE-LIMITED (`detail.retryAt`) may
   * pass by themselves; LK-CONNECTION when a person has to mend it; LK-ANSWER when the answer makes no sense
   */
  read(): AsyncIterable<DirectoryPiece>;
}
