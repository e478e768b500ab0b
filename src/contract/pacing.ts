import { z } from 'zod';
import { pageOf, pageQuery, priority, target, time } from './shapes.ts';

/** Why a fix has no ticket: its team's week is full, policy holds it, or the image it comes with is mended first. */
const WAITING_KINDS = ['paced', 'held', 'base'] as const;

export const waitingFix = z.object({
  /** `fix_…` */
  id: z.string(),
  kind: z.enum(WAITING_KINDS),
  title: z.string(),
  team: z.object({ key: z.string(), name: z.string() }),
  target,
  priority,
  /** Waiting gives no more time: the date stays. */
  dueAt: time.nullable(),
  findings: z.int(),
  since: time,
  /** In words. */
  because: z.string(),
  /** In words: what ends it, or when. */
  until: z.string(),
  /** When somebody looks at a hold again. */
  reviewAt: time.nullable(),
  /** That time has come. */
  lookAgain: z.boolean(),
  /** How often it was looked at, and after how many times it goes to its owner. */
  reviews: z.int(),
  maxReviews: z.int(),
});
export type WaitingFix = z.infer<typeof waitingFix>;

/** GET /api/v1/waiting: what has to be looked at first, then the most urgent. */
export const listWaitingQuery = pageQuery.extend({
  team: z.string().max(300).optional(),
  kind: z.enum(WAITING_KINDS).optional(),
  /** Only holds whose time to look again has come. */
  lookAgain: z.stringbool().optional(),
});
export const waitingPage = pageOf(waitingFix).extend({
  /** All that match, not only this page. */
  total: z.int(),
});
export type WaitingPage = z.infer<typeof waitingPage>;

/** POST /api/v1/waiting/:id/looks: what somebody says of a hold. */
export const lookAtHold = z.object({
  word: z.enum(['goes-on', 'ticket']),
  /** Until the next look; without it as long as the policy says. */
  days: z.int().min(1).max(365).optional(),
  note: z.string().trim().max(1000).optional(),
});
export type LookAtHold = z.infer<typeof lookAtHold>;
export const lookedAtHold = z.object({
  /** `ticket`: it is on its way to the owner. */
  word: z.enum(['goes-on', 'ticket']),
  reviewAt: time.nullable(),
});
