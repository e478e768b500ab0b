import { z } from 'zod';
import { priority, reasons, time } from './shapes.ts';

/** GET /api/v1/standard: of the house; with a repository, of it or of a folder in it; with a service, by its name. */
export const standardQuery = z.object({
  repository: z.string().max(300).optional(),
  folder: z.string().max(1000).optional(),
  service: z.string().max(300).optional(),
});

const place = z.object({
  /** Null = all of the house. */
  repository: z.string().nullable(),
  folder: z.string(),
  name: z.string(),
  team: z.object({ key: z.string(), unowned: z.boolean() }).nullable(),
  exposure: z.string().nullable(),
  tier: z.int().nullable(),
  data: z.array(z.string()),
  compliance: z.array(z.string()),
});

const demand = z.object({
  /** `standard`, or the regime's name in the policy. */
  name: z.string(),
  title: z.string(),
  /** Why it applies here. */
  because: z.string(),
  source: z.object({ name: z.string(), version: z.string(), url: z.string() }).nullable(),
  /** What its clock counts from, in words. */
  counts: z.string(),
  rows: z.array(z.object({ what: z.string(), by: z.string() })),
});

const standing = z.object({
  open: z.record(priority, z.int()),
  overdue: z.int(),
  overdueUrgent: z.int(),
  oldest: z.object({ id: z.string(), title: z.string(), openedAt: time }).nullable(),
  /** Of the dates that came within the last 90 days. */
  met: z.object({ inTime: z.int(), all: z.int() }),
});
export type Standing = z.infer<typeof standing>;

/** What is asked of a service, in plain words, from the policy in force, and where it stands. */
export const standard = z.object({
  /** `policy@7` */
  policy: z.string(),
  place,
  demands: z.array(demand),
  priorities: z.array(
    z.object({
      priority,
      rules: z.array(z.object({ id: z.string(), words: z.string(), because: z.string().nullable() })),
    }),
  ),
  done: reasons,
  withoutFix: reasons,
  exceptions: reasons,
  told: reasons,
  now: standing,
  next: z.object({
    /** Last day of the next quarter. */
    until: z.iso.date(),
    goals: z.array(z.object({ goal: z.string(), now: z.string(), reached: z.boolean() })),
    /** How the goals are computed. */
    how: z.string(),
  }),
});
export type Standard = z.infer<typeof standard>;
