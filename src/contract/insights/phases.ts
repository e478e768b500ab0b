import { z } from 'zod';
import { phase } from '../shapes.ts';
import { answer, day, formulas, insightQuery, mark, share } from './shared.ts';

/** GET /api/v1/insights/phases: the running quarter and the seven before it unless asked otherwise, by whole quarters. */
export const phasesQuery = insightQuery.omit({ kind: true, priority: true });
export type PhasesQuery = z.infer<typeof phasesQuery>;

const counted = {
  /** Weaknesses found. */
  n: z.int(),
  /** Per phase; phases without any are 0. */
  phases: z.record(phase, z.int()),
  /** Found by first looks, when they stand apart: not in the other numbers. Else null. */
  firstLooks: z.int().nullable(),
  /** Threat model, design review, code review. */
  early: share,
  /** Penetration test, bug bounty, production, incident: the escape rate. */
  escaped: share,
};
export const phasesAnswer = z.object({
  ...answer,
  formula: formulas('found', 'early', 'escaped', 'firstLooks'),
  /** Earliest first. */
  order: z.array(z.object({ phase, name: z.string(), early: z.boolean(), escaped: z.boolean() })),
  /** Oldest first; `at` is the first day, `name` "2026 Q4". The last may be running. */
  quarters: z.array(z.object({ at: day, name: z.string(), running: z.boolean(), ...counted })),
  total: z.object(counted),
  marks: z.array(mark),
});
export type PhasesAnswer = z.infer<typeof phasesAnswer>;
