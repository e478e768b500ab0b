import { z } from 'zod';
import { PRIORITIES } from '../kernel/decision.ts';
import { FINDING_STATES, TARGET_KINDS } from '../kernel/finding.ts';
import { KINDS } from '../kernel/observation.ts';
import { PHASES } from '../kernel/phase.ts';
import { SEVERITIES } from '../kernel/severity.ts';

/** Times cross the border as ISO 8601 in UTC. */
export const time = z.iso.datetime();
export const priority = z.enum(PRIORITIES);
export const severity = z.enum(SEVERITIES);
export const findingKind = z.enum(KINDS);
export const findingState = z.enum(FINDING_STATES);
export const targetKind = z.enum(TARGET_KINDS);
export const phase = z.enum(PHASES);

export const target = z.object({ kind: targetKind, key: z.string().min(1).max(500) });

/** RFC 9457. `code` is stable and listed in docs/errors.md; `help` says what to do. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  help: z.string(),
  instance: z.string(),
});
export type Problem = z.infer<typeof problem>;

/** Lists come in pages; `next` is opaque and null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const reasons = z.array(z.string());
