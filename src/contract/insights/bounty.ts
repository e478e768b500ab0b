import { z } from 'zod';
import { asTable, day, formulas } from './shared.ts';

/** GET /api/v1/insights/bounty: reports of bug bounty and penetration tests. */
export const bountyQuery = z.object({
  unit: z.string().max(300).optional(),
  team: z.string().max(300).optional(),
  ...asTable,
});

const counts = z.object({ bounty: z.int(), test: z.int() });

export const bountyPicture = z.object({
  /** "5 reports this quarter, 9 in the one before." */
  sentence: z.string(),
  /** First days of the last eight quarters, oldest first. */
  quarters: z.array(day),
  total: z.array(counts),
  /** Most reports first, at most 50; what is told per quarter is in the order of `quarters`. */
  services: z.array(
    z.object({
      /** Name of the service; null = all of the repository or target. */
      service: z.string().nullable(),
      target: z.string(),
      team: z.string().nullable(),
      open: z.int(),
      reports: z.int(),
      quarters: z.array(counts),
    }),
  ),
  formulas: formulas('bountyReports'),
});
export type BountyPicture = z.infer<typeof bountyPicture>;
