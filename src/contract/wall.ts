import { z } from 'zod';
import { day } from './insights/shared.ts';
import { priority, time } from './shapes.ts';

/** GET /api/v1/wall and /api/v1/live: neither team nor unit is the whole company. */
export const wallQuery = z.object({
  team: z.string().min(1).max(300).optional(),
  unit: z.string().min(1).max(300).optional(),
});

/** GET /api/v1/wall, /api/v1/screen, and the data of each `wall` event: numbers for a screen, no names of people. */
export const wall = z.object({
  scope: z.object({ kind: z.enum(['company', 'unit', 'team']), key: z.string(), name: z.string() }),
  /** When it was put together. */
  at: time,
  open: z.int(),
  overdue: z.int(),
  /** Within seven days. */
  dueSoon: z.int(),
  openByPriority: z.record(priority, z.int()),
  /** Tickets of the last 14 days (UTC), today last. */
  days: z.array(z.object({ day, opened: z.int(), closed: z.int() })),
  /** Next deadlines, soonest first; titles are for those who are signed in. */
  next: z.array(
    z.object({
      ticket: z.string(),
      team: z.string(),
      priority,
      dueAt: time,
      title: z.string().nullable(),
    }),
  ),
  /** Newest fixes, newest first. */
  fixes: z.array(
    z.object({ ticket: z.string(), team: z.string(), closedAt: time, title: z.string().nullable() }),
  ),
});
export type Wall = z.infer<typeof wall>;

/** POST /api/v1/screen: a wall's key, as it stood after the `#` of its link. */
export const enterScreen = z.strictObject({ key: z.string().min(1).max(200) });
