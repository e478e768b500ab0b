import { z } from 'zod';
import { priority } from '../shapes.ts';
import { FIX_GROUPS } from './choices.ts';
import { answer, day, estimate, firstLooksWithout, formulas, insightQuery, named, share } from './shared.ts';

/**
 * GET /api/v1/insights/time-to-fix: opened in the running and the four quarters before it unless asked otherwise, by
 * whole months. `severity` is about "of N critical" alone (default critical); the curves are per priority.
 */
export const timeToFixQuery = insightQuery.omit({ kind: true }).extend({
  firstLooks: firstLooksWithout,
  /** Days; beyond 30 rounded down to where counts are kept (37, 44 … 121, 151 …). */
  within: z.coerce.number().int().min(1).max(365).default(14),
  by: z.enum(FIX_GROUPS).default('month'),
});
export type TimeToFixQuery = z.infer<typeof timeToFixQuery>;

export const fixCurve = z.object({
  priority,
  /** fixed + open. */
  n: z.int(),
  fixed: z.int(),
  open: z.int(),
  /** Steps: from `days` on, `open` is the share still open, with its band. Begins at day 0 with 1 unless fixed at once. */
  points: z.array(
    z.object({ days: z.int(), open: z.number(), low: z.number(), high: z.number(), atRisk: z.int() }),
  ),
  /** How far the curve is known: the longest age of anything in it; null when there is nothing. */
  until: z.int().nullable(),
  /** Days; null when the curve does not reach it. */
  median: estimate,
  p90: estimate,
});
/** "Of N critical, M fixed within 14 days". */
const fixedWithinShare = z.object({
  /** `n` fixed in time, `of` those whose time is over or that are fixed. */
  share,
  /** Open, and still has time: not in `share`. */
  waiting: z.int(),
  sentence: z.string(),
});
export const timeToFixAnswer = z.object({
  ...answer,
  formula: formulas('survival', 'median', 'p90', 'within'),
  /** P0 first; without those of which there is none. */
  curves: z.array(fixCurve),
  within: fixedWithinShare.extend({
    /** As asked, or rounded down. */
    days: z.int(),
    /** "critical", "critical of priority P1" … */
    what: z.string(),
    by: z.enum(FIX_GROUPS),
    /** Months oldest first (`at` given), the others by name. */
    groups: z.array(named.extend(fixedWithinShare.shape).extend({ at: day.nullable() })),
  }),
});
export type TimeToFixAnswer = z.infer<typeof timeToFixAnswer>;
