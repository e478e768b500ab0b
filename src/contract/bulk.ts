import { z } from 'zod';
import { JUSTIFICATIONS } from '../kernel/observation.ts';
import { closing } from './findings.ts';
import { time } from './shapes.ts';

/** More at once is a decision for a policy or an exception with a scope, not for many single words. */
export const MOST_AT_ONCE = 10_000;

const words = z.string().trim().min(1).max(5000);

/** What can be done to many findings at once; each as it is done to one. */
export const bulkAction = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('not-useful'),
    reason: z.string().trim().min(1).max(1000).nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('exception'),
    exception: z.enum(['false-positive', 'accepted-risk', 'mitigated']),
    reason: words,
    evidence: words.nullable().default(null),
    until: z.string().max(40).nullable().default(null),
    justification: z.enum(JUSTIFICATIONS).nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('close'), how: closing, evidence: words }),
]);
export type BulkAction = z.output<typeof bulkAction>;

/** Chosen ones, or all that match a filter as in an address. */
export const bulkSelection = z.union([
  z.strictObject({ ids: z.array(z.string().max(100)).min(1).max(MOST_AT_ONCE) }),
  z.strictObject({ filter: z.record(z.string().max(50), z.string().max(2000)) }),
]);
export type BulkSelection = z.output<typeof bulkSelection>;

/** POST /api/v1/findings/bulk/preview, POST /api/v1/findings/bulk */
export const bulkRequest = z.strictObject({ action: bulkAction, of: bulkSelection });
export type BulkRequest = z.input<typeof bulkRequest>;

const leftOut = z.array(z.object({ because: z.string(), n: z.int() }));

export const bulkPreview = z.object({
  chosen: z.int(),
  /** True: more match than are done at once. */
  more: z.boolean(),
  will: z.int(),
  leftOut,
  /** "Asks for an exception for 12 findings." */
  sentence: z.string(),
});
export type BulkPreview = z.infer<typeof bulkPreview>;

/** GET /api/v1/findings/bulk/:id, and the answer to doing and undoing. */
export const bulkChange = bulkPreview.extend({
  id: z.string(),
  kind: z.enum(['not-useful', 'exception', 'close']),
  state: z.enum(['running', 'done', 'undoing', 'undone']),
  /** Done, or taken back, so far. */
  done: z.int(),
  /** What did not work after all, and why. */
  failed: leftOut,
  by: z.string(),
  at: time,
});
export type BulkChange = z.infer<typeof bulkChange>;
