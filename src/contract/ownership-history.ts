import { z } from 'zod';
import { pageOf, pageQuery, time } from './shapes.ts';

/** One rule of a repository and the time for which it named this team. */
const ownershipPeriod = z.object({
  /** `about.yaml owner`, `services/x/about.yaml paths "db/**"`, `CODEOWNERS /docs/`, `override /src/`. */
  rule: z.string(),
  team: z.string(),
  source: z.string(),
  begunAt: time,
  /** Null = until now. */
  endedAt: time.nullable(),
});

/** GET /api/v1/repositories/:key/ownership-history: the newest first; `at` = what held at that moment. */
export const ownershipHistoryQuery = pageQuery.extend({ at: time.optional() });
export const ownershipHistory = pageOf(ownershipPeriod);
export type OwnershipHistory = z.infer<typeof ownershipHistory>;
