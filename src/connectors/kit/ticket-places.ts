import { z } from 'zod';
import { PRIORITIES } from '../../kernel/decision.ts';

/** GitHub's limit for the name of a label; the shorter of the two. */
const label = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^,]+$/, 'a label has no comma');

/** What a person states of tickets that are filed as issues beside the code; without it none are. */
export const ticketPlaces = <Place extends z.ZodType<string>>(place: Place) =>
  z.strictObject({
    /** Where tickets of a queue go: `PAY: acme/payments`. */
    queues: z.record(z.string().min(1).max(200), place).default({}),
    /** Where tickets of every other queue go; null: they are not filed here. */
    others: place.nullable().default(null),
    /** Set on every ticket, besides `lanekeeper`. */
    labels: z.array(label).max(20).default([]),
    /** The label of a priority: `P0: priority::critical`. */
    priorities: z.partialRecord(z.enum(PRIORITIES), label).default({}),
    /** The label of work that has begun, which the hosts have no state for. */
    inProgress: label.default('in progress'),
  });

export const NO_PLACES = ticketPlaces(z.string()).parse({});

export type TicketPlaces = z.infer<ReturnType<typeof ticketPlaces<z.ZodType<string>>>>;

/** As `TicketSystem.placeOf`. */
export function placeOfQueue(tickets: TicketPlaces | undefined, queue: string): string | null {
  if (!tickets) return null;
  return Object.hasOwn(tickets.queues, queue) ? tickets.queues[queue]! : tickets.others;
}

/** Every place once, with the queues that lead to it. */
export function placesOf({ queues, others }: TicketPlaces): { place: string; queues: string[] }[] {
  const found = new Map<string, string[]>();
  for (const [queue, place] of Object.entries(queues)) found.set(place, [...(found.get(place) ?? []), queue]);
  if (others !== null && !found.has(others)) found.set(others, []);
  return [...found].map(([place, names]) => ({ place, queues: names }));
}
