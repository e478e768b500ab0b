import { z } from 'zod';
import { time } from '../shapes.ts';
import { QUARTER } from './choices.ts';
import { day, formulas } from './shared.ts';

/** `deadlines-met` is a share (0 … 1) that should be at least the target; the others should be at most. */
export const TARGET_MEASURES = ['open-p0-p1', 'deadlines-met', 'median-days', 'unowned'] as const;
const targetMeasure = z.enum(TARGET_MEASURES);
export type TargetMeasure = (typeof TARGET_MEASURES)[number];

const quarterText = z.string().regex(QUARTER);

/** GET /api/v1/insights/targets: of a unit, or of the company and all units that set any; the running quarter unless asked otherwise. */
export const targetsQuery = z.object({
  /** Key of a unit; `-` for the company's own. */
  unit: z.string().min(1).max(300).optional(),
  quarter: quarterText.optional(),
  format: z.enum(['json', 'csv']).default('json'),
});

/** PUT /api/v1/insights/targets (leader, security): sets or replaces one. `value` null takes it away. */
export const setTarget = z.object({
  unit: z.string().min(1).max(300).nullable(),
  quarter: quarterText,
  measure: targetMeasure,
  value: z.number().min(0).max(1_000_000).nullable(),
});
export type SetTarget = z.infer<typeof setTarget>;

const target = z.object({
  unit: z.object({ key: z.string(), name: z.string() }).nullable(),
  quarter: day,
  measure: targetMeasure,
  /** "P0 and P1 open", "Deadlines met" … */
  name: z.string(),
  /** Null: none is set. */
  value: z.number().nullable(),
  setBy: z.string().nullable(),
  setAt: time.nullable(),
  /** Today's number; null when it cannot be told, or when the quarter is not the running one. */
  today: z.number().nullable(),
  /** How much lies behind it: findings counted. */
  n: z.int(),
  reached: z.boolean().nullable(),
  /** "12 open, target 10: 2 to go." */
  sentence: z.string(),
});
export const targetsAnswer = z.object({
  asOf: time.nullable(),
  sentence: z.string(),
  quarter: z.object({ at: day, name: z.string(), running: z.boolean() }),
  formula: formulas('targetOpen', 'targetDeadlines', 'targetMedian', 'targetUnowned'),
  /**
   * By unit, the company first, in the order of `TARGET_MEASURES`; all four of the company
   * and of a unit asked for; of other units those that are set.
   */
  items: z.array(target),
});
export type TargetsAnswer = z.infer<typeof targetsAnswer>;
