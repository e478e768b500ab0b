import { z } from 'zod';
import { asTable } from './insights/shared.ts';
import { findingKind, pageOf, pageQuery, time } from './shapes.ts';

const name = z.string().max(300);
const checkKind = findingKind.exclude(['manual']);

/** GET /api/v1/insights/checks: repositories that are not archived, by name, with what looks at them; as a table all of them. */
export const checksQuery = pageQuery.extend({
  /** Key of a business unit; '-' for what has none. */
  unit: name.optional(),
  /** Key of the owning team. */
  team: name.optional(),
  /** Only repositories without a check of this kind. */
  missing: checkKind.optional(),
  /** Part of the repository's name. */
  text: name.optional(),
  ...asTable,
});

const check = z.object({
  kind: checkKind,
  tool: z.string(),
  /** Of the last complete scan. */
  scannedAt: time,
});

const checkedRepository = z.object({
  repository: z.string(),
  /** Whose it is as a whole; null while nobody resolved it. */
  team: z.object({ key: z.string(), name: z.string() }).nullable(),
  unit: z.string().nullable(),
  /** One per kind: by the tool that looked last. Kinds without a check are not in it. */
  checks: z.array(check),
});
export type CheckedRepository = z.infer<typeof checkedRepository>;

export const checksPage = pageOf(checkedRepository);
export type ChecksPage = z.infer<typeof checksPage>;

/** GET /api/v1/insights/checks/summary: over the same repositories, without paging and without `missing`. */
export const checksSummaryQuery = z.object({
  unit: name.optional(),
  team: name.optional(),
  /** A tool that has not finished a complete scan for so many days fell silent. */
  silentDays: z.coerce.number().int().min(1).max(365).default(30),
});

export const checksSummary = z.object({
  /** "12 repositories have no dependency check." */
  sentence: z.string(),
  repositories: z.int(),
  /** Of kinds that some tool looks for, and of those that every repository should have. */
  kinds: z.array(
    z.object({
      kind: checkKind,
      covered: z.int(),
      missing: z.int(),
      /** Every repository has something for it to look at. */
      everywhere: z.boolean(),
    }),
  ),
  silentDays: z.int(),
  /** Longest silent last: what fell silent lately can be asked after. At most 50. */
  silent: z.array(z.object({ repository: z.string(), tool: z.string(), lastAt: time })),
  /** Of all, told up to 1,000. */
  silentCount: z.int(),
  /** Tools that finished no complete scan of any repository in that time. */
  silentTools: z.array(z.object({ tool: z.string(), lastAt: time })),
  /** Scans that could not be read, newest first, at most 20. */
  failed: z.array(
    z.object({
      scan: z.string(),
      target: z.string(),
      tool: z.string().nullable(),
      receivedAt: time,
      error: z.string().nullable(),
    }),
  ),
  countedAt: time.nullable(),
});
export type ChecksSummary = z.infer<typeof checksSummary>;
