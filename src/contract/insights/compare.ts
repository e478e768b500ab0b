import { z } from 'zod';
import { answer, estimate, firstLooksWithout, formulas, insightQuery, named, share } from './shared.ts';

/** GET /api/v1/insights/compare: opened in the last 13 weeks unless asked otherwise. Teams or units, never people. */
export const compareQuery = insightQuery.omit({ team: true, kind: true, severity: true }).extend({
  firstLooks: firstLooksWithout,
  /** Units for the company, teams for a unit, unless asked otherwise. */
  by: z.enum(['team', 'unit']).optional(),
  size: z.enum(['services', 'repositories']).default('services'),
  /** Never by the numbers themselves: this is no ranking. */
  order: z.enum(['name', 'size']).default('name'),
});
export type CompareQuery = z.infer<typeof compareQuery>;

/** Where a row stands beside the whole: `alike` when the intervals overlap, so that no difference can be told. */
export const STANDS = ['alike', 'lower', 'higher', 'unknown'] as const;
const stands = z.enum(STANDS);
const perSize = z.object({ n: z.int(), per: estimate, stands });
const numbers = {
  size: z.int(),
  /** Open now, and per service or repository. */
  open: perSize,
  /** Opened in the weeks asked for. */
  opened: perSize,
  /** Deadlines met, of those due in the same weeks. */
  deadlines: share.extend({ stands }),
  /** One plain sentence of what can be told. */
  note: z.string(),
};
export const compareAnswer = z.object({
  ...answer,
  formula: formulas('openPer', 'openedPer', 'dueMet'),
  by: z.enum(['team', 'unit']),
  size: z.enum(['services', 'repositories']),
  rows: z.array(named.extend({ key: z.string() }).extend(numbers)),
  /** All rows of the scope together. */
  whole: z.object(numbers),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;
