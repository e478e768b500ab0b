import { z } from 'zod';
import { priority, reasons, time } from './shapes.ts';

/** A date or another look that a decision asks for, and who is to do it. */
const outcome = z.object({
  priority,
  /** Null = no date; the reasons say why. */
  dueAt: time.nullable(),
  reviewAt: time.nullable(),
  /** Queue that takes the ticket; null = the owner's own; `hold` = it waits. */
  route: z.string().nullable(),
  /** Rule by which its clock stands still. */
  pausedBy: z.string().nullable(),
});

/** GET /api/v1/findings/:id/decision: what was decided, on which facts, and whether the same comes out again. */
export const findingDecision = outcome.extend({
  finding: z.string(),
  because: reasons,
  /** Label of the version of the policy that decided, and when. */
  policy: z.string(),
  version: z.int(),
  decidedAt: time,
  /** The same version asked again with the facts of then. */
  replay: z.object({
    /** Null: it cannot be asked again, and `differs` says why. */
    equal: z.boolean().nullable(),
    differs: z.array(z.string()),
  }),
  /** What every regime that applies asks; empty where it cannot be replayed. */
  regimes: z.array(
    z.object({
      name: z.string(),
      dueAt: time.nullable(),
      duties: z.array(z.string()),
      /** Its date is the one that holds. */
      holds: z.boolean(),
    }),
  ),
  duties: z.array(z.string()),
  /** How loud its rule may be. */
  mode: z.string().nullable(),
  /** What it rests on, as it was known then; null = not assessed. */
  facts: z.array(
    z.object({
      group: z.enum(['finding', 'service', 'owner', 'intelligence', 'trust']),
      name: z.string(),
      value: z.string().nullable(),
      /** Who said so, with version and date, where it is a feed. */
      source: z.string().nullable(),
    }),
  ),
  clock: z.object({
    detectedAt: time,
    fixSince: time.nullable(),
    restartedAt: time.nullable(),
    waitsFor: z.string().nullable(),
    pausedSince: time.nullable(),
    pausedDays: z.number(),
    /** A date that stays whatever is decided later. */
    kept: z.object({ dueAt: time, why: z.enum(['passed', 'moved']) }).nullable(),
  }),
  /** What the active policy would say with the facts of today, where that is something else; null = the same. */
  today: outcome
    .extend({ policy: z.string(), because: reasons, changes: z.array(z.string()), why: z.string() })
    .nullable(),
});
export type FindingDecision = z.infer<typeof findingDecision>;
