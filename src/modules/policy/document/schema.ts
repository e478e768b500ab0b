import { z } from 'zod';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { deadlines } from './sections/deadlines.ts';
import { escalation, exceptions, notify, pacing, trust } from './sections/people.ts';
import { guardrails, holds, priority, routes } from './sections/rules.ts';

/** The policy document, section by section. Conditions are texts here; `compile.ts` checks them. */
export const policySchema = z.strictObject({
  apiVersion: z.literal('lanekeeper.dev/policy/v1'),
  priorities: z
    .array(z.string())
    .refine((list) => list.join() === PRIORITIES.join(), `priorities are ${PRIORITIES.join(', ')}`)
    .optional(),
  priority,
  deadlines,
  routes,
  holds,
  exceptions,
  pacing,
  escalation,
  trust,
  guardrails,
  notify,
});

export type PolicyDocument = z.output<typeof policySchema>;
