import { z } from 'zod';
import { EXCEPTION_KINDS } from '../exceptions.ts';
import { priority, time } from '../shapes.ts';
import { asTable, formulas } from './shared.ts';

/** Days since the decision: lower bounds of the bars. */
export const EXCEPTION_AGES = [0, 30, 90, 180, 365] as const;

/** GET /api/v1/insights/exceptions: what holds today, by age. */
export const exceptionsPictureQuery = z.object({
  unit: z.string().max(300).optional(),
  team: z.string().max(300).optional(),
  ...asTable,
});

const kind = z.enum(EXCEPTION_KINDS);

export const exceptionsPicture = z.object({
  /** "41 exceptions hold; 3 end within 30 days, 2 of the oldest are older than a year." */
  sentence: z.string(),
  granted: z.int(),
  waiting: z.int(),
  /** Youngest first; `from` in days, up to the next one. */
  ages: z.array(z.object({ from: z.int(), count: z.int(), byKind: z.record(kind, z.int()) })),
  byKind: z.record(kind, z.int()),
  /** Most first; null = teams without a unit, or for everybody. */
  units: z.array(z.object({ unit: z.string().nullable(), name: z.string().nullable(), count: z.int() })),
  /** Within 30 days, soonest first, at most 20. */
  ending: z.array(
    z.object({
      id: z.string(),
      kind,
      priority,
      team: z.string().nullable(),
      reason: z.string(),
      expiresAt: time,
    }),
  ),
  endingCount: z.int(),
  formulas: formulas('exceptionAge'),
});
export type ExceptionsPicture = z.infer<typeof exceptionsPicture>;
