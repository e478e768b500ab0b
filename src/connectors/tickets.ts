import type { Priority } from '../kernel/decision.ts';
import type { ConnectorContext } from './connector.ts';

/** A tracker: where tickets are filed, one for each of ours. */
export interface TicketSystem<Settings> {
  /**
   * Where tickets of this queue are filed (a project, a repository); null: this connection takes none of them.
   * Pure: planning asks it inside a transaction.
   */
  placeOf(settings: Settings, queue: string): string | null;
  /** False: it only hears of tickets and keeps none, as a webhook does; `read`, `comments` and `changed` are not asked. */
  readonly keepsTickets: boolean;
  open(context: ConnectorContext<Settings>): Tickets;
}

/** Somebody, as a tracker or a chat knows them. */
export interface RemotePerson {
  id: string;
  name: string;
  /** Lower case; null where it is not shown. */
  email: string | null;
}

/** A ticket as it stands in the tracker. */
export interface RemoteTicket {
  /** The tracker's own id: survives a move to another project. */
  id: string;
  /** As people call it: `PAY-12`, `acme/checkout#31`. */
  key: string;
  url: string;
  place: string;
  title: string;
  /** By the category of its status, never by its name. */
  state: 'open' | 'in-progress' | 'done';
  /** The status as people call it there. */
  status: string;
  assignee: RemotePerson | null;
  /** `2026-11-30` */
  dueOn: string | null;
  /** As the tracker calls it. */
  priority: string | null;
  labels: string[];
  sprint: string | null;
  /** ISO time of the last change. */
  updatedAt: string;
}

/** What a ticket is to say. Texts are our own Markdown (CommonMark with tables): what came from outside is escaped. */
export interface TicketText {
  /** Plain text on one line, at most 250 characters; no Markdown. */
  title: string;
  body: string;
  priority: Priority;
  /** `2026-11-30` */
  dueOn: string | null;
  labels: string[];
}

export interface NewTicket extends TicketText {
  place: string;
  /** `tkt_…` or `ask_…`: goes where people are not bothered by it, so that it can be found again. */
  marker: string;
}

/** What is named is changed, all else stays. */
export type TicketEdit = Partial<TicketText> & { state?: RemoteTicket['state'] };

export interface RemoteComment {
  id: string;
  author: RemotePerson;
  /** As plain text. */
  text: string;
  /** ISO time. */
  at: string;
  /** Set on those we wrote. */
  marker: string | null;
}

/**
 * Every call asks the tracker once or a few times; none is tried again by itself when it may have been done.
 * @throws AppError LK-REFUSED when the tracker does not take it as it is (a required field, a permission, a project
 *   that is gone): it says what, by the tracker's names; LK-CONNECTION for the connection as a whole;
 *   LK-RATE-LIMITED with `detail.retryAt`; LK-NETWORK; LK-ANSWER
 */
export interface Tickets {
  /** One request where the tracker allows it: thousands are filed at its limit. */
  create(ticket: NewTicket): Promise<RemoteTicket>;
  /** By our marker, for a creation whose fate nobody knows; what was created a moment ago is found. */
  find(place: string, marker: string): Promise<RemoteTicket | null>;
  /** `gone`: deleted, or not to be seen any more. One that was moved has another key and place. */
  read(id: string): Promise<RemoteTicket | 'gone'>;
  /** @param rev which change it is, the same when it is told again; for systems that only hear of it */
  update(id: string, edit: TicketEdit, rev?: number): Promise<'done' | 'gone'>;
  /** @param comment its `marker` is found again among `comments` */
  comment(id: string, comment: { marker: string; body: string }): Promise<{ id: string } | 'gone'>;
  /** All of them, oldest first, the newest 500. */
  comments(id: string): Promise<RemoteComment[]>;
  /** Tickets of ours that changed at that time or later, oldest change first; for what webhooks missed. */
  changed(place: string, since: Date): AsyncIterable<RemoteTicket>;
}
