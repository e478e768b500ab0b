import { z } from 'zod';
import { time } from './shapes.ts';

/** One rule as everybody may read it. */
const readRule = z.object({
  id: z.string().nullable(),
  /** The condition as it is written, and in plain words. */
  when: z.string(),
  words: z.string(),
  /** What follows: a priority, a queue, a hold. */
  outcome: z.string(),
  because: z.string().nullable(),
});
export type ReadRule = z.infer<typeof readRule>;

/** GET /api/v1/policy: the policy that decides now; its ETag changes with every version that is saved. */
export const activePolicy = z.object({
  version: z.int(),
  /** What decisions carry: `default@1`, `policy@7`. */
  label: z.string(),
  author: z.string(),
  reason: z.string(),
  createdAt: time,
  approvedBy: z.string().nullable(),
  /** The last time that it came into force; null for what was stored before that was kept. */
  activated: z.object({ at: time, actor: z.string(), reason: z.string(), again: z.boolean() }).nullable(),
  /** The newest version that somebody saved and nobody withdrew, where it is not the active one. */
  waiting: z.object({ version: z.int(), author: z.string(), reason: z.string(), createdAt: time }).nullable(),
  /** Why another document decides in place of this one: this release cannot read it. */
  standIn: z.object({ label: z.string(), because: z.string() }).nullable(),
  /** The YAML document. */
  document: z.string(),
  priority: z.array(readRule),
  routes: z.array(readRule),
});

export type ActivePolicyAnswer = z.infer<typeof activePolicy>;
