import { z } from 'zod';
import type { Role } from './access.ts';
import { findingRow } from './finding-row.ts';
import { time } from './shapes.ts';

/** Who may say of two findings that they are one, or that they are not. */
export const CORRELATION_ROLES = [
  'developer',
  'champion',
  'partner',
  'manager',
  'security',
] as const satisfies readonly Role[];

export const correlationVerdict = z.enum(['same', 'different']);
export type CorrelationVerdict = z.infer<typeof correlationVerdict>;

/** The same weakness as told by several tools, seen from one finding. Lists are empty when it stands alone. */
export const correlation = z.object({
  /** The finding that leads its group: this one's own id when it leads, null when it stands alone. */
  leader: z.string().nullable(),
  /** In words, why this finding follows its leader; null when it does not follow. */
  because: z.string().nullable(),
  /** The others of its group, the leader first. */
  members: z.array(
    z.object({
      finding: findingRow,
      /** In words, why it follows the leader; of the leader itself, why this finding follows it. */
      because: z.string(),
      /** A person joined it, not the tools' words. */
      byPerson: z.boolean(),
    }),
  ),
  /** Findings of other tools that may be the same: a person decides. */
  suggestions: z.array(z.object({ finding: findingRow, because: z.string() })),
  /** What people decided of this finding and another; each can be undone. Newest first. */
  verdicts: z.array(
    z.object({
      other: findingRow,
      verdict: correlationVerdict,
      /** Who decided it. */
      actor: z.string(),
      reason: z.string().nullable(),
      at: time,
    }),
  ),
  /**
   * Ids of the members that are open or excepted: whatever is decided of this finding (that it is closed, that it
   * is a false positive) is offered for them too.
   */
  offerAlsoFor: z.array(z.string()),
});
export type Correlation = z.infer<typeof correlation>;

/**
 * POST /api/v1/findings/:id/correlations: a person joins two findings of one target (`same`) or parts them
 * (`different`); it also accepts or refuses a suggestion. Remembered over every later scan. A new verdict on the
 * same two replaces the one before. Answers with the correlation of the finding as it then stands.
 */
export const decideCorrelation = z.object({
  /** `fnd_…` */
  other: z.string(),
  verdict: correlationVerdict,
  reason: z.string().trim().min(1).max(2000).optional(),
});
export type DecideCorrelation = z.infer<typeof decideCorrelation>;

/** DELETE /api/v1/findings/:id/correlations/:other undoes it, back to what the tools say; same answer. */
export const correlationPath = z.object({ id: z.string(), other: z.string() });
