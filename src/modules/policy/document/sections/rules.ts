import { z } from 'zod';
import { PRIORITIES } from '../../../../kernel/decision.ts';
import { condition, days, distinctIds, id, sentence } from './shapes.ts';

// The word of the document; as a computed key, since an object literal with `then` looks like a promise.
const THEN = 'then';

const priorityRule = z.strictObject({
  id,
  when: condition,
  [THEN]: z.enum(PRIORITIES),
  because: sentence.optional(),
});

/** The first that holds decides. */
export const priority = z.array(priorityRule).min(1).max(500).superRefine(distinctIds);

/** Each review decides again: what still meets the condition is held once more, never silently and never for ever. */
const holdDays = days
  .refine(
    (value) => value !== null,
    'what is held is looked at again: write after how many days, such as 30d',
  )
  .refine((value) => value === null || value <= 365, 'a hold is looked at again within a year: at most 365d')
  .transform((value) => value ?? 30);

const destination = z.union([
  z.strictObject({ queue: z.string().min(1).max(100) }),
  /** A hold is looked at again after `review`: nothing waits for ever. */
  z.strictObject({ hold: z.string().min(1).max(100), review: holdDays.default(30) }),
  z.literal('owner'),
]);

const routeRule = z.strictObject({
  id: id.optional(),
  when: condition,
  to: destination,
  because: sentence.optional(),
});

export const routes = z.array(routeRule).max(500).superRefine(distinctIds).default([]);

/** How holds end that nothing else ends. */
export const holds = z
  .strictObject({
    /** A hold goes on after this many looks at most; then its ticket goes to the owner, who decides. */
    maxReviews: z.int().min(1).max(50).default(4),
    /** How long a look that is due waits for a person before the hold goes on by itself. */
    answer: days.default(7),
  })
  .prefault({});

const guardrail = z.strictObject({
  id,
  when: condition,
  action: z.enum(['warn', 'stop']),
  because: sentence.optional(),
  override: z.strictObject({
    by: z.array(z.string().min(1).max(50)).min(1),
    days: z.number().positive().max(90),
  }),
});

/** Written lines that a merge may meet; the shipped policy has none. */
export const guardrails = z.array(guardrail).max(100).superRefine(distinctIds).default([]);
