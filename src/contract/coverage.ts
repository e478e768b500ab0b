import { z } from 'zod';
import { pageOf, pageQuery } from './shapes.ts';

const share = z.object({ all: z.int(), owned: z.int() });

/** How well a unit's code is owned; what has no unit is counted under null. */
const unitCoverage = z.object({
  unit: z.object({ key: z.string(), name: z.string() }).nullable(),
  repositories: share,
  /** Services of the registry and folders with a descriptor of their own. */
  services: share,
  /** Whose descriptor says that people last went through it more than 365 days ago. */
  stale: z.int(),
  /** Whose descriptor holds an error. */
  invalid: z.int(),
  /** Open findings that wait in a fallback queue. */
  unownedFindings: z.int(),
});
export type UnitCoverage = z.infer<typeof unitCoverage>;

/** GET /api/v1/ownership/coverage: archived repositories are not counted. */
export const ownershipCoverage = z.object({
  total: unitCoverage.omit({ unit: true }),
  /** Most unowned findings first. */
  units: z.array(unitCoverage),
  /** What waits for somebody's decision. */
  waiting: z.object({ disputes: z.int(), approvals: z.int() }),
});
export type OwnershipCoverage = z.infer<typeof ownershipCoverage>;

export const COVERAGE_STATES = ['unowned', 'stale', 'invalid', 'undescribed', 'owned'] as const;

/** GET /api/v1/ownership/services: repositories (folder '') and services, by repository and folder. */
export const coveredServicesQuery = pageQuery.extend({
  state: z.enum(COVERAGE_STATES).optional(),
  /** Key of a business unit; '-' for what has none. */
  unit: z.string().max(300).optional(),
  /** Key of the owning team. */
  team: z.string().max(300).optional(),
  /** Part of the repository's or service's name. */
  text: z.string().max(300).optional(),
});
export const coveredService = z.object({
  repository: z.string(),
  folder: z.string(),
  name: z.string().nullable(),
  team: z.object({ key: z.string(), name: z.string() }),
  /** Which step of the resolution answered. */
  source: z.string(),
  unowned: z.boolean(),
  descriptor: z.string().nullable(),
  /** `2026-10-01`, as the descriptor says. */
  reviewed: z.string().nullable(),
  stale: z.boolean(),
  errors: z.int(),
  openFindings: z.int(),
});
export type CoveredService = z.infer<typeof coveredService>;
export const coveredServicePage = pageOf(coveredService);
export type CoveredServicePage = z.infer<typeof coveredServicePage>;
