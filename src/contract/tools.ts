import { z } from 'zod';
import { asTable, day, formulas, share } from './insights/shared.ts';
import { findingKind, phase, severity, time } from './shapes.ts';

const checkKind = findingKind.exclude(['manual']);

const toolRow = z.object({
  tool: z.string(),
  /** As its reader calls it. */
  name: z.string(),
  /** What it looks for here. */
  kinds: z.array(checkKind),
  /** Repositories it looks at. */
  repositories: z.int(),
  lastAt: time.nullable(),
  /** Last 52 weeks. */
  found: z.int(),
  fixed: z.int(),
  /** Now. */
  open: z.int(),
  /** Labels in the window of the policy that did not say "not useful". */
  useful: share,
  /** What people found later and it should have found. */
  missed: z.int(),
});
export type ToolRow = z.infer<typeof toolRow>;

const late = z.object({
  /** By penetration test, bug bounty or incident in the last 365 days; at most the newest 200 are looked at. */
  found: z.int(),
  /** Told by a tool before. */
  told: z.int(),
  /** Not told, though some tool should have. */
  missed: z.int(),
  /** A tool that looks for this kind exists here, and did not look there. */
  uncovered: z.int(),
  /** No tool here looks for such a thing, or the report does not say (by CWE) what it is. */
  beyond: z.int(),
});

export const toolsQuery = z.object(asTable);

/** GET /api/v1/tools: most found first. */
export const toolList = z.object({
  sentence: z.string(),
  items: z.array(toolRow),
  late,
  formulas: formulas('toolFound', 'toolFixed', 'useful', 'missed'),
});
export type ToolList = z.infer<typeof toolList>;

/** GET /api/v1/tools/:tool */
export const toolPage = toolRow.extend({
  sentence: z.string(),
  homepage: z.string().nullable(),
  /** By its reader's card; null where no reader is called so. */
  expect: z.object({ goodAt: z.string(), misses: z.string(), noise: z.string() }).nullable(),
  /** When it first looked at anything here. */
  introducedAt: time.nullable(),
  /** Of `found`: by first looks at a target. */
  firstLooks: z.int(),
  excepted: z.int(),
  labels: z.object({ notUseful: z.int(), fixed: z.int(), acknowledged: z.int() }),
  /** Findings called not useful in the window, times the policy's minutes for each. */
  wastedHours: z.number(),
  /** Found by kind, most first. */
  byKind: z.array(z.object({ kind: findingKind, found: z.int() })),
  /** The last 52 weeks, Mondays; first looks are apart. */
  weeks: z.array(z.object({ week: day, opened: z.int(), firstLooks: z.int(), fixed: z.int() })),
  /** Controls and events that people marked for this tool or for everybody. */
  markers: z.array(z.object({ id: z.string(), at: day, title: z.string(), kind: z.string() })),
  /** What people found later and it should have found, newest first, at most 50. */
  misses: z.array(
    z.object({
      finding: z.string(),
      title: z.string(),
      phase,
      severity,
      repository: z.string(),
      foundAt: time,
      /** Why it should have: kinds that this weakness is of. */
      kinds: z.array(checkKind),
      /** Other tools that looked there and should have, too. */
      others: z.array(z.string()),
    }),
  ),
  formulas: formulas('toolFound', 'toolFixed', 'useful', 'missed'),
});
export type ToolPage = z.infer<typeof toolPage>;
