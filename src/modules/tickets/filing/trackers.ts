import type { Kysely } from 'kysely';
import type { TicketSystem } from '../../../connectors/connector.ts';
import { type ConnectionsDeps, readConnections } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';

/** A connection that keeps tickets. */
export interface Tracker {
  connectionId: string;
  key: string;
  system: string;
  settings: unknown;
  tickets: TicketSystem<unknown>;
}

/** Where tickets of a queue are filed. */
export interface Place {
  connectionId: string;
  system: string;
  place: string;
}

/** The connections that take tickets, by key; secrets stay sealed. One small query. */
export async function trackersOf(
  db: Kysely<DB>,
  loadConnector: ConnectionsDeps['loadConnector'],
): Promise<Tracker[]> {
  const connections = await readConnections(db, loadConnector, 'tickets');
  const all = connections.flatMap(({ id, key, system, settings, connector }) =>
    connector.tickets ? [{ connectionId: id, key, system, settings, tickets: connector.tickets }] : [],
  );
  // What only hears of tickets takes what no tracker does.
  return all.sort((a, b) => Number(b.tickets.keepsTickets) - Number(a.tickets.keepsTickets));
}

/** The first connection by key that takes tickets of this queue; null: they stay with us. Pure. */
function placeFor(trackers: readonly Tracker[], queue: string): Place | null {
  for (const { connectionId, system, settings, tickets } of trackers) {
    const place = tickets.placeOf(settings, queue);
    if (place !== null) return { connectionId, system, place };
  }
  return null;
}

/** The places of several queues; those that stay with us are left out. Pure. */
export function placesFor(trackers: readonly Tracker[], queues: Iterable<string>): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const queue of new Set(queues)) {
    const place = placeFor(trackers, queue);
    if (place) places.set(queue, place);
  }
  return places;
}
