import { z } from 'zod';
import { ownershipReason } from './overrides.ts';
import { findingKind, findingState, pageOf, pageQuery, priority, reasons, target, time } from './shapes.ts';

const team = z.object({ key: z.string(), name: z.string() });

/**
 * POST /api/v1/ownership/disputes: "not ours". The finding stays where it is, its clock running, until its
 * arbiter decides or the named team says that it is theirs.
 */
export const openDispute = z.strictObject({
  finding: z.string().max(100),
  /** What it is about: this finding, all open ones of its fix, or all of its owner in its folder and below. */
  scope: z.enum(['finding', 'fix', 'folder']).default('finding'),
  /** Key of the team that is asked instead; null = not known. */
  to: z.string().min(1).max(300).nullable().default(null),
  reason: ownershipReason,
});
export type OpenDispute = z.output<typeof openDispute>;

const DISPUTE_OUTCOMES = ['moved', 'stays', 'withdrawn'] as const;

export const dispute = z.object({
  id: z.string(),
  finding: z.object({
    id: z.string(),
    title: z.string(),
    kind: findingKind,
    state: findingState,
    priority,
    dueAt: time.nullable(),
    target,
    path: z.string().nullable(),
  }),
  /** Whose it is until somebody decides. */
  from: team,
  to: team.nullable(),
  reason: z.string(),
  /** Who decides: a person as the registry names them, or the team of security. */
  arbiter: z.string(),
  /** Why it is this arbiter. */
  because: reasons,
  openedBy: z.string(),
  openedAt: time,
  /** Null while it is open. */
  outcome: z.enum(DISPUTE_OUTCOMES).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
  note: z.string().nullable(),
});
export type Dispute = z.infer<typeof dispute>;

/** What opening came to: findings that had an open dispute keep theirs. */
export const openedDisputes = z.object({
  opened: z.int(),
  already: z.int(),
  /** The first hundred, the asked finding's first. */
  items: z.array(dispute),
});
export type OpenedDisputes = z.infer<typeof openedDisputes>;

/** GET /api/v1/ownership/disputes: the newest first. */
export const listDisputesQuery = pageQuery.extend({
  state: z.enum(['open', 'decided', 'all']).default('open'),
  /** Key of a team on either side. */
  team: z.string().max(300).optional(),
  finding: z.string().max(100).optional(),
  /** Only those that the asking person may decide. */
  mine: z.stringbool().optional(),
});
export const disputePage = pageOf(dispute);
export type DisputePage = z.infer<typeof disputePage>;

/**
 * POST /api/v1/ownership/disputes/:id/decide: by the arbiter, security or an admin; `moved` also by a member of the
 * team it goes to ("ours"), `withdrawn` also by who opened it.
 */
export const decideDispute = z.strictObject({
  outcome: z.enum(DISPUTE_OUTCOMES),
  /** Where it goes when moved; without it the team that was asked. */
  team: z.string().min(1).max(300).optional(),
  note: ownershipReason,
  /** When moved: how much of the finding's place goes along. */
  place: z.enum(['file', 'folder', 'repository']).default('file'),
  /** When moved: until when, at most a year, which is also the default; by then the file says it. */
  until: time.optional(),
  /** Decides all that are still open of those that were opened together with this one. */
  together: z.boolean().default(false),
});
/** The dispute, and how many were decided. */
export const decidedDispute = z.object({ decided: z.int(), dispute });
export type DecidedDispute = z.infer<typeof decidedDispute>;
export type DecideDispute = z.output<typeof decideDispute>;
