import { z } from 'zod';
import { findingFilter } from './finding-filter.ts';

/** GET /api/v1/findings/summary: what a filter holds, in numbers. */
export const findingSummaryQuery = findingFilter;

/** By days since opening, in whole weeks: each band begins where the one before ends. */
export const AGE_BANDS = [0, 7, 28, 91, 182, 364] as const;

const facet = z.array(
  z.object({
    /** As the filter takes it. */
    value: z.string(),
    name: z.string(),
    /** Null = not counted for this filter. */
    n: z.int().nullable(),
  }),
);

export const FACETS = [
  'priority',
  'severity',
  'kind',
  'tool',
  'team',
  'unit',
  'phase',
  'state',
  'exploited',
] as const;
export type FacetName = (typeof FACETS)[number];

export const findingSummary = z.object({
  /** "214 open findings of Payments, critical, known to be exploited." */
  sentence: z.string(),
  count: z.int(),
  /** True: there are more than that; what else is counted is counted over so many, the first of the list. */
  more: z.boolean(),
  facets: z.record(z.enum(FACETS), facet),
  /** Open since, youngest first. */
  ages: z.array(
    z.object({
      /** Days since opening at which the band begins. */
      from: z.int(),
      /** The day that finds it and all younger, as the filter `openedSince` takes it. */
      since: z.iso.date(),
      n: z.int(),
    }),
  ),
});
export type FindingSummary = z.infer<typeof findingSummary>;
