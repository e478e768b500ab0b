import type { TicketDeps } from '../modules/tickets/public.ts';
import type { House } from './house.ts';

/** What planning tickets needs, on the connections of jobs. */
export const ticketDepsOf = ({ work, ids, clock, events, connections }: House) =>
  ({
    db: work.db,
    ids,
    clock,
    publishAll: events.publishAll,
    loadConnector: connections.loadConnector,
  }) satisfies TicketDeps;
