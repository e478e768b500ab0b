import { z } from 'zod';
import { connectionKey } from './connections.ts';
import { pageOf, pageQuery, time } from './shapes.ts';

const DELIVERY_STATES = ['pending', 'done', 'parked'] as const;

/** What goes out to another system: a ticket that is told, a message that is sent. */
export const delivery = z.object({
  id: z.string(),
  /** `filing`, `message` … */
  topic: z.string(),
  /** "PAY-12 Upgrade lodash"; null where the planner did not say. */
  about: z.string().nullable(),
  /** The connection it goes by; null when that was removed. */
  connection: z.object({ key: z.string(), name: z.string() }).nullable(),
  /** `parked`: it waits for a person. */
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  /** Why the last attempt failed, in words, with the code of docs/errors.md and what to do. */
  problem: z.object({ code: z.string(), says: z.string(), help: z.string() }).nullable(),
  createdAt: time,
  /** Of what is pending: not before. */
  dueAt: time.nullable(),
  doneAt: time.nullable(),
});
export type Delivery = z.infer<typeof delivery>;

/** GET /api/v1/deliveries: newest first. */
export const listDeliveriesQuery = pageQuery.extend({
  state: z.enum(DELIVERY_STATES).optional(),
  connection: connectionKey.optional(),
});
export const deliveryPage = pageOf(delivery);

/** How it stands with what goes out by a connection. */
export const laneHealth = z.object({
  connection: z.object({ key: z.string(), name: z.string() }).nullable(),
  pending: z.int(),
  parked: z.int(),
  /** In the last 24 hours. */
  done: z.int(),
  lastDoneAt: time.nullable(),
  /** The oldest that is pending. */
  oldestAt: time.nullable(),
  /** Set while the whole connection waits. */
  paused: z.object({ until: time, code: z.string(), says: z.string() }).nullable(),
});
export type LaneHealth = z.infer<typeof laneHealth>;

/** GET /api/v1/deliveries/health */
export const lanesHealth = z.object({ items: z.array(laneHealth) });

/** POST /api/v1/deliveries/:id/replay, POST /api/v1/connections/:key/replay */
export const replayed = z.object({ replayed: z.int() });
