import { z } from 'zod';
import { repositoryName } from './ownership.ts';
import { pageOf, pageQuery, time } from './shapes.ts';

/** Fields of a descriptor that can lower the risk of what it describes. */
export const GUARDED_FIELDS = [
  'exposure',
  'tier',
  'data',
  'compliance',
  'missionImpact',
  'lifecycle',
  'slaPolicy',
  'prFeedback',
  'bugBounty',
] as const;
export type GuardedField = (typeof GUARDED_FIELDS)[number];

const APPROVAL_STATES = ['waiting', 'approved', 'refused', 'lapsed', 'withdrawn'] as const;

/** A field as a file wishes it, and as it stays in force until somebody approves. */
export const approval = z.object({
  id: z.string(),
  repository: z.string(),
  file: z.string(),
  field: z.enum(GUARDED_FIELDS),
  /** As it is in force; null = not stated. Lists, words, numbers or an object, as the field has it. */
  current: z.unknown(),
  wished: z.unknown(),
  /** "services/x/about.yaml lowers exposure from internet to internal". */
  sentence: z.string(),
  state: z.enum(APPROVAL_STATES),
  askedAt: time,
  /** Without an answer by then the stricter value stays. */
  lapsesAt: time,
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
  note: z.string().nullable(),
});
export type Approval = z.infer<typeof approval>;

/** GET /api/v1/ownership/approvals: those that wait, the oldest first; others the newest first. */
export const listApprovalsQuery = pageQuery.extend({
  state: z.enum(['waiting', 'decided', 'all']).default('waiting'),
  repository: repositoryName.optional(),
});
export const approvalPage = pageOf(approval);
export type ApprovalPage = z.infer<typeof approvalPage>;

/** POST /api/v1/ownership/approvals/:id/approve and …/refuse (security, admin). */
export const answerApproval = z.strictObject({ note: z.string().trim().max(2000).optional() });
