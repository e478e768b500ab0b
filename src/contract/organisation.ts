import { z } from 'zod';

/** POST /api/v1/organisation/import: what the document changed. */
const counts = z.object({ added: z.int(), changed: z.int(), same: z.int() });
export const importSummary = z.object({
  businessUnits: counts,
  teams: counts,
  repositories: counts,
  services: counts,
  /** Rules on what is no path. */
  resources: counts,
  people: z.int(),
});
export type ImportSummary = z.infer<typeof importSummary>;
