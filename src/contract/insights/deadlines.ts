import { z } from 'zod';
import { DEADLINE_GROUPS } from './choices.ts';
import { answer, day, firstLooksWithout, formulas, insightQuery, named, share } from './shared.ts';

/** GET /api/v1/insights/deadlines: due in the last 13 weeks and the next 8 unless asked otherwise. */
export const deadlinesQuery = insightQuery.omit({ kind: true, severity: true }).extend({
  firstLooks: firstLooksWithout,
  /** A week belongs to the month that has its Thursday. */
  per: z.enum(['week', 'month']).default('week'),
  by: z.enum(DEADLINE_GROUPS).default('priority'),
});
export type DeadlinesQuery = z.infer<typeof deadlinesQuery>;

export const deadlineCounts = z.object({
  /** Fixed by the due date. */
  met: z.int(),
  /** Fixed after it. */
  late: z.int(),
  /** Open, due in a week that is over. */
  overdue: z.int(),
  /** Open, due this week or later. */
  toCome: z.int(),
  /** met of (met + late + overdue). */
  share,
});
export const deadlinesAnswer = z.object({
  ...answer,
  formula: formulas('due', 'dueMet'),
  per: z.enum(['week', 'month']),
  by: z.enum(DEADLINE_GROUPS),
  /** Monday of the week or first of the month, oldest first, none left out. */
  periods: z.array(deadlineCounts.extend({ at: day })),
  /** Priorities from P0; the others by name. Teams and units: see `notes` when there are too many to show. */
  groups: z.array(named.extend(deadlineCounts.shape)),
  total: deadlineCounts,
});
export type DeadlinesAnswer = z.infer<typeof deadlinesAnswer>;
