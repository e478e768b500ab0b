import { z } from 'zod';
import { condition, distinctIds, duration, id, sentence } from './shapes.ts';

/** Who may decide: roles of people, inside the team that owns the finding or in security. */
export const DECIDERS = ['developer', 'champion', 'manager', 'leader', 'security', 'admin'] as const;
const roles = z.array(z.enum(DECIDERS)).min(1, 'nobody could grant it: name at least one role');
const maxDays = z.int().positive().max(1095);

const grantedShape = { by: roles, countersign: z.array(z.enum(DECIDERS)).default([]) };

/** A second signature is worth something only from somebody who could not have given the first. */
function twoPeople(
  { by, countersign }: { by: string[]; countersign: string[] },
  context: z.core.$RefinementCtx,
): void {
  if (countersign.length > 0 && countersign.every((role) => by.includes(role)))
    context.addIssue({
      code: 'custom',
      path: ['countersign'],
      message:
        'who may grant it would countersign it too: name a role that is not in by, or leave countersign out',
    });
}

const granted = z.strictObject(grantedShape).superRefine(twoPeople);

/** Who may grant an exception, and for how long. The asker never grants alone what has to be countersigned. */
export const exceptions = z
  .strictObject({
    falsePositive: granted.prefault({ by: ['champion', 'security'] }),
    duplicate: granted.prefault({ by: ['champion', 'security'] }),
    mitigated: z
      .strictObject({ ...grantedShape, maxDays: maxDays.default(365) })
      .superRefine(twoPeople)
      .prefault({ by: ['champion', 'security'], countersign: [] }),
    acceptedRisk: z
      .strictObject({
        ...grantedShape,
        maxDays: maxDays.default(180),
        /** For what is most urgent. */
        P0P1: granted.prefault({ by: ['leader'], countersign: ['security'] }),
      })
      .superRefine(twoPeople)
      .prefault({ by: ['manager'], countersign: ['security'] }),
    /** Days before the end at which those who asked and granted are reminded. */
    remindDays: z.int().positive().max(90).default(14),
  })
  .prefault({});

/** A new tool's backlog arrives in waves that a team can carry, most useful first. */
export const pacing = z
  .strictObject({
    newTicketsPerTeamPerWeek: z.int().positive().max(10_000).nullable().default(null),
    /** What never waits for its wave. */
    except: condition.default('finding.priority in ["P0", "P1"]'),
    onboarding: z.enum(['waves', 'at once']).default('waves'),
  })
  .prefault({});

const escalationRule = z.strictObject({
  id,
  when: condition.default('true'),
  /** Of the time between the start of the clock and the date: 0.5 is half-way; 1 is the date itself. */
  at: z.union([
    z.strictObject({ share: z.number().positive().max(1) }),
    z.strictObject({ before: duration }),
    z.strictObject({ after: duration }),
  ]),
  to: z
    .array(z.enum(['owner', 'champion', 'manager', 'leader', 'security']))
    .min(1, 'nobody would be told: name at least one'),
  because: sentence.optional(),
});

/** Who is told before and after a date, each once. */
export const escalation = z.array(escalationRule).max(50).superRefine(distinctIds).default([]);

const rate = z.number().positive().max(0.5);

/** When a rule may speak in pull requests, by the judgement of the people who met it. */
export const trust = z
  .strictObject({
    windowDays: z.int().positive().max(365).default(90),
    commentMaxRate: rate.default(0.1),
    blockMaxRate: rate.default(0.02),
    blockMinFixRate: z.number().min(0).max(1).default(0.7),
    maxCommentsPerPull: z.int().positive().max(50).default(3),
    /** What one finding of a rule asks of a developer, in minutes: the cost of noise is counted in it. */
    minutesPerFinding: z.number().positive().max(2400).default(30),
  })
  .prefault({});

const channelRule = z.strictObject({ id, when: condition, how: z.enum(['at once', 'daily', 'weekly']) });

/** How loud: the first that holds decides; all else goes into the weekly digest. */
export const notify = z.array(channelRule).max(100).superRefine(distinctIds).default([]);
