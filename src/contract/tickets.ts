import { z } from 'zod';
import { findingRow } from './findings.ts';
import { remoteRecord } from './remote.ts';
import { pageOf, pageQuery, priority, reasons, targetKind, time } from './shapes.ts';

const TICKET_STATES = ['open', 'in-progress', 'claimed-fixed', 'closed'] as const;

export const ticketRow = z.object({
  id: z.string(),
  /** Queue and number: PAY-12. */
  key: z.string(),
  queue: z.string(),
  title: z.string(),
  team: z.object({ key: z.string(), name: z.string() }),
  target: z.object({ kind: targetKind, key: z.string() }),
  unowned: z.boolean(),
  priority,
  dueAt: time.nullable(),
  /** Null when there is no date or the ticket is closed; else whether the date has passed. */
  overdue: z.boolean().nullable(),
  findings: z.int(),
  state: z.enum(TICKET_STATES),
  assignee: z.string().nullable(),
  openedAt: time,
  closedAt: time.nullable(),
});
export type TicketRow = z.infer<typeof ticketRow>;

/** GET /api/v1/tickets: soonest due first. */
export const listTicketsQuery = pageQuery.extend({
  team: z.string().optional(),
  queue: z.string().optional(),
  state: z.enum(['open', 'closed', 'all']).default('open'),
  priority: priority.optional(),
  unowned: z.stringbool().optional(),
  due: z.enum(['overdue', 'week']).optional(),
});
export const ticketPage = pageOf(ticketRow);
export type TicketPage = z.infer<typeof ticketPage>;

/** GET /api/v1/tickets/:id (id or key) */
export const ticket = ticketRow.extend({
  /** Markdown: why yours, why now, what if not, how, what it may break. */
  body: z.string(),
  ownership: z.object({ because: reasons }),
  decision: z.object({ because: reasons }),
  fix: z.object({
    id: z.string(),
    kind: z.string(),
    component: z.string().nullable(),
    toVersion: z.string().nullable(),
  }),
  /** The first hundred; `findings` is the count. */
  findingList: z.array(findingRow),
  comments: z.array(z.object({ at: time, actor: z.string(), text: z.string() })),
  /** Its record in the team's own tracker; null where none is connected to its queue. */
  remote: remoteRecord.nullable(),
});
export type Ticket = z.infer<typeof ticket>;

/** PATCH /api/v1/tickets/:id. What a person sets is never overwritten by the planner. */
export const changeTicket = z.object({
  state: z.enum(['open', 'in-progress', 'claimed-fixed']).optional(),
  assignee: z.string().max(200).nullable().optional(),
});
export type ChangeTicket = z.infer<typeof changeTicket>;

/** POST /api/v1/tickets/:id/comments */
export const addComment = z.object({ text: z.string().trim().min(1).max(5000) });
