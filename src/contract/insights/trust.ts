import { z } from 'zod';
import { MODES } from '../../kernel/decision.ts';
import { asTable, formulas } from './shared.ts';

/** GET /api/v1/insights/trust: rules as dots, and what those that waste time cost. */
export const trustPictureQuery = z.object({ tool: z.string().max(200).optional(), ...asTable });

const ruleDot = z.object({
  tool: z.string(),
  rule: z.string(),
  name: z.string().nullable(),
  /** Labels in the window of the policy, each finding once. */
  labels: z.int(),
  notUseful: z.int(),
  /** Share of labels that did not say "not useful", with its interval; null without labels. */
  useful: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  mode: z.enum(MODES),
  demoted: z.boolean(),
  /** Called not useful in the last 30 days, and the hours that took. */
  wasted: z.int(),
  wastedHours: z.number(),
});
export type RuleDot = z.infer<typeof ruleDot>;

export const trustPicture = z.object({
  /** "3 rules cost 41 developer hours in the last 30 days." */
  sentence: z.string(),
  /** The dearest of the last 30 days first, then those with most labels; at most 200. */
  rules: z.array(ruleDot),
  /** All rules that were called not useful in the last 30 days, and their hours. */
  wasting: z.object({ rules: z.int(), findings: z.int(), hours: z.number() }),
  minutesPerFinding: z.number(),
  windowDays: z.int(),
  /** Above this share of not useful, surely, a rule may not comment. */
  commentMaxRate: z.number(),
  formulas: formulas('useful', 'wasted'),
});
export type TrustPicture = z.infer<typeof trustPicture>;
