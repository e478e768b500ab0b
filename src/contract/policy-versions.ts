import { z } from 'zod';
import { pageOf, time } from './shapes.ts';

/**
 * A draft waits for somebody's approval, an approved version for its activation; past is what was active once, and
 * may be activated again.
 */
const VERSION_STATES = ['draft', 'approved', 'active', 'past', 'withdrawn'] as const;

const reason = z.string().trim().min(1).max(1000);
/** As long as a policy document may be. */
const document = z
  .string()
  .min(1)
  .max(256 * 1024);

export const policyVersion = z.object({
  version: z.int(),
  /** What decisions carry: `default@1`, `policy@7`. */
  label: z.string(),
  state: z.enum(VERSION_STATES),
  author: z.string(),
  reason: z.string(),
  createdAt: time,
  /** The version that its author started from. */
  basedOn: z.int().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: time.nullable(),
  withdrawnAt: time.nullable(),
  /** When it came into force last; null = never. */
  activatedAt: time.nullable(),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** GET /api/v1/policy/versions, newest first */
export const policyVersionPage = pageOf(policyVersion);

/** When a version came into force, by whom and why. */
const policyActivation = z.object({
  version: z.int(),
  at: time,
  actor: z.string(),
  reason: z.string(),
  /** Open findings were decided again by it. */
  again: z.boolean(),
});

/** GET /api/v1/policy/versions/:version */
export const policyVersionDetail = policyVersion.extend({
  document: z.string(),
  activations: z.array(policyActivation),
});
export type PolicyVersionDetail = z.infer<typeof policyVersionDetail>;

/** GET /api/v1/policy/versions/:version/diff/:other: what changed from the first to the second. */
export const policyDiff = z.object({
  from: z.int(),
  to: z.int(),
  added: z.int(),
  removed: z.int(),
  /** Unified diff, as `diff -u` writes it; empty when nothing differs. */
  patch: z.string(),
});

/** POST /api/v1/policy/check */
export const checkPolicyBody = z.object({ document: z.string().max(300 * 1024) });
const place = z.object({ line: z.int(), column: z.int(), message: z.string() });
export const checkedPolicy = z.object({
  valid: z.boolean(),
  /** What has to be corrected. */
  problems: z.array(place),
  /** What can hardly have been meant. */
  warnings: z.array(place),
});
export type CheckedPolicy = z.infer<typeof checkedPolicy>;

/** POST /api/v1/policy/versions: saves a draft. `If-Match` with the ETag of GET /api/v1/policy is refused when it is old. */
export const draftPolicy = z.object({ document, reason, basedOn: z.int().positive().optional() });

/** POST /api/v1/policy/versions/:version/activate */
export const activatePolicy = z.object({
  reason,
  /** Decide all open findings again; else they keep their decisions until something else changes. */
  again: z.boolean().default(false),
});
