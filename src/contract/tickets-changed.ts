import { z } from 'zod';
import { time } from './shapes.ts';

/** What happened to a ticket that its team may want to hear. */
const TICKET_CHANGES = ['opened', 'moved-here', 'more-urgent', 'reopened', 'closed', 'assigned'] as const;

/** The event `tickets.changed`: tickets were brought to what their fixes say, or given to somebody. Heard by whoever tells people. */
export const ticketsChanged = z.object({
  at: time,
  changes: z.array(
    z.object({
      ticketId: z.guid(),
      what: z.enum(TICKET_CHANGES),
      /** To whom somebody else gave it, as the ticket names them; only of `assigned`. */
      to: z.string().optional(),
    }),
  ),
});
export type TicketsChanged = z.infer<typeof ticketsChanged>;
