import { z } from 'zod';
import { repositoryName } from './ownership.ts';
import { pageOf, pageQuery, time } from './shapes.ts';

/** Why somebody decides or asks: read by the others, so never empty. */
export const ownershipReason = z.string().trim().min(1).max(2000);
/** A path, folder or pattern of a repository as CODEOWNERS would write it; '' is all of it. */
const placePattern = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'use plain text');

/**
 * POST /api/v1/ownership/overrides: a person's word on who owns a place. Name one of `repository` (with
 * `pattern`), `resource` (`kind:key`) or `finding` (its place; `scope` says how much of it).
 */
export const addOverride = z
  .strictObject({
    repository: repositoryName.optional(),
    pattern: placePattern.optional(),
    resource: repositoryName.optional(),
    finding: z.string().max(100).optional(),
    /** Of a finding: its file, its folder with all below, or the whole repository (or resource). */
    scope: z.enum(['file', 'folder', 'repository']).optional(),
    /** Key of the team that owns it from now on. */
    team: z.string().min(1).max(300),
    reason: ownershipReason,
    /** Until when, at most a year; without it 90 days. */
    until: time.optional(),
  })
  .refine(
    ({ repository, resource, finding }) =>
      [repository, resource, finding].filter((place) => place !== undefined).length === 1,
    'name one place: a repository, a resource or a finding',
  )
  .refine(
    ({ repository, pattern }) => pattern === undefined || repository !== undefined,
    'a pattern belongs to a repository',
  )
  .refine(
    ({ finding, scope }) => scope === undefined || finding !== undefined,
    'a scope belongs to a finding',
  );
export type AddOverride = z.output<typeof addOverride>;

const OVERRIDE_STATES = ['in-force', 'expired', 'ended'] as const;

export const ownershipOverride = z.object({
  id: z.string(),
  /** Null for a resource. */
  repository: z.string().nullable(),
  pattern: z.string(),
  resource: z.string().nullable(),
  team: z.object({ key: z.string(), name: z.string() }),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: time,
  expiresAt: time,
  endedAt: time.nullable(),
  endedBy: z.string().nullable(),
  state: z.enum(OVERRIDE_STATES),
});
export type OwnershipOverride = z.infer<typeof ownershipOverride>;

/** GET /api/v1/ownership/overrides: newest first. */
export const listOverridesQuery = pageQuery.extend({
  repository: repositoryName.optional(),
  team: z.string().max(300).optional(),
  state: z.enum(['in-force', 'all']).default('in-force'),
});
export const overridePage = pageOf(ownershipOverride);
export type OverridePage = z.infer<typeof overridePage>;
