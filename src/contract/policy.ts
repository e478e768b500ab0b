import { z } from 'zod';
import { time } from './shapes.ts';

/** GET /api/v1/policy: the policy that decides now. */
export const activePolicy = z.object({
  version: z.int(),
  /** What decisions carry: `default@1`, `policy@7`. */
  label: z.string(),
  author: z.string(),
  reason: z.string(),
  createdAt: time,
  /** The YAML document. */
  document: z.string(),
});

export type ActivePolicyAnswer = z.infer<typeof activePolicy>;

/** GET /api/v1/policy/feeds: the sources of exploit intelligence and how fresh they are. */
export const feeds = z.object({
  items: z.array(
    z.object({
      name: z.enum(['kev', 'epss']),
      title: z.string(),
      /** File or URL; null when none was ever asked. */
      source: z.string().nullable(),
      version: z.string().nullable(),
      /** Date of the data itself. */
      asOf: time.nullable(),
      /** Null while nothing is held. */
      loadedAt: time.nullable(),
      entries: z.int(),
      /** Whole days since the date of the data. */
      ageDays: z.int().nullable(),
      /** Why the last refresh was refused, with its time; what was held before stays in use. */
      lastError: z.string().nullable(),
    }),
  ),
});
export type Feeds = z.infer<typeof feeds>;
