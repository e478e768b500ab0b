import { z } from 'zod';
import { pageOf, pageQuery, targetKind, time } from './shapes.ts';

/** What an outside system keeps of findings, pulled as one report. */
const alertSource = z.object({
  /** `code-scanning`, `reports` … */
  kind: z.string(),
  tool: z.string(),
  target: z.object({ kind: targetKind, key: z.string() }),
  /** It waits to be pulled. */
  waits: z.boolean(),
  pulledAt: time.nullable(),
  changedAt: time.nullable(),
  /** The newest scan that it became. */
  scan: z.string().nullable(),
  /** Not to be seen any more; its findings stay as they are. */
  goneAt: time.nullable(),
  problem: z.object({ code: z.string(), says: z.string(), at: time }).nullable(),
});
export type AlertSourceRow = z.infer<typeof alertSource>;

/** GET /api/v1/connections/:key/alerts: those with a problem first. */
export const listAlertSourcesQuery = pageQuery;
export const alertSourcePage = pageOf(alertSource);
export type AlertSourcePage = z.infer<typeof alertSourcePage>;
