import { z } from 'zod';
import { priority } from '../shapes.ts';
import { answer, formulas, insightQuery } from './shared.ts';

/** GET /api/v1/insights/ageing: open now; `from` and `to` are about the week of opening, when given. */
export const ageingQuery = insightQuery;

const counts = z.object({
  byPriority: z.record(priority, z.int()),
  total: z.int(),
  /** Found by first looks, when they stand apart: not in the other two. Else null. */
  firstLooks: z.int().nullable(),
});
/** Youngest first: this week, to 4 weeks, to 13, to 26, to 52, older; all six are always there. */
export const ageingAnswer = z.object({
  ...answer,
  formula: formulas('age', 'firstLooks'),
  buckets: z.array(
    counts.extend({
      key: z.enum(['week', 'month', 'quarter', 'half', 'year', 'older']),
      name: z.string(),
      /** Age in weeks, both within; null: no end. */
      fromWeeks: z.int(),
      toWeeks: z.int().nullable(),
    }),
  ),
  total: counts,
});
export type AgeingAnswer = z.infer<typeof ageingAnswer>;
