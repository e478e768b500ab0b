import { createHash } from 'node:crypto';
import type { NewTicket, TicketEdit } from '../connector.ts';

/** What happened, as CloudEvents 1.0 has it (https://github.com/cloudevents/spec), in structured mode. */
export interface Event {
  specversion: '1.0';
  /** The same whenever the same is told again. */
  id: string;
  source: string;
  type: string;
  /** `tkt_…` or `ask_…` */
  subject?: string;
  time: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
}

/** An event before it is known when it is sent and by whom. */
export type Happened = Pick<Event, 'id' | 'type' | 'data'> & { subject: string };

export const created = ({ marker, place, ...text }: NewTicket): Happened => ({
  id: `${marker}.created`,
  type: `${typeOf(marker)}.created`,
  subject: marker,
  data: { queue: place, ...text },
});

/** @param rev which change it is: the same edit, made twice, is told twice */
export const changed = (id: string, edit: TicketEdit, rev: number): Happened => ({
  id: `${id}.${rev}.${digest(edit)}`,
  type: `${typeOf(id)}.${edit.state === 'done' ? 'closed' : 'changed'}`,
  subject: id,
  data: { ...edit },
});

export const commented = (id: string, { marker, body }: { marker: string; body: string }): Happened => ({
  id: `${id}.${marker}`,
  type: `${typeOf(id)}.commented`,
  subject: id,
  data: { comment: marker, body },
});

const typeOf = (marker: string): string => `dev.lanekeeper.${marker.startsWith('ask_') ? 'ask' : 'ticket'}`;

const digest = (edit: TicketEdit): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(edit).sort()))
    .digest('base64url')
    .slice(0, 16);
