import { z } from 'zod';
import { OPEN_SPLITS } from './choices.ts';
import { answer, day, formulas, insightQuery, mark, named } from './shared.ts';

/** GET /api/v1/insights/open: the last 26 weeks unless asked otherwise, 260 at most. */
export const openQuery = insightQuery.omit({ severity: true }).extend({
  split: z.enum(OPEN_SPLITS).default('priority'),
});
export type OpenQuery = z.infer<typeof openQuery>;

const perWeek = z.array(z.int());
const flow = {
  /** Open at the end of each week. */
  open: perWeek,
  opened: perWeek,
  fixed: perWeek,
  excepted: perWeek,
};
/** All lists have one number for each of `weeks`; the last week may be running: its numbers are those so far. */
export const openAnswer = z.object({
  ...answer,
  formula: formulas('open', 'opened', 'fixed', 'excepted', 'firstLooks', 'introduction'),
  /** Mondays, oldest first. */
  weeks: z.array(day),
  split: z.enum(OPEN_SPLITS),
  /** Open at the end of each week; their sum is `total.open`. At most eight and the others; most urgent or largest first. */
  series: z.array(named.extend({ open: perWeek })),
  total: z.object(flow),
  /** What first looks found, when it stands apart: not in `series` and `total`. Else null. */
  firstLooks: z.object(flow).nullable(),
  marks: z.array(mark),
});
export type OpenAnswer = z.infer<typeof openAnswer>;
