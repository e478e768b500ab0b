import { z } from 'zod';
import { time } from './shapes.ts';

export const ESCALATION_ROLES = ['owner', 'champion', 'manager', 'leader', 'security'] as const;
export type EscalationRole = (typeof ESCALATION_ROLES)[number];

/** The event `fix.escalated`: a rule of the policy speaks of a date that comes near or has passed, once. */
export const fixEscalated = z.object({
  fixId: z.guid(),
  ticketId: z.guid(),
  /** PAY-12 */
  ticketKey: z.string(),
  teamId: z.guid(),
  /** Id of the rule. */
  rule: z.string(),
  dueAt: time,
  told: z.array(
    z.object({
      role: z.enum(ESCALATION_ROLES),
      /** Null where nobody is named: the team, or security. */
      email: z.string().nullable(),
      name: z.string(),
    }),
  ),
  /** As it stands on the ticket. */
  note: z.string(),
});
export type FixEscalated = z.infer<typeof fixEscalated>;
