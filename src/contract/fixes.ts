import { z } from 'zod';
import { FIX_KINDS } from '../kernel/finding.ts';
import { priority, reasons, target, time } from './shapes.ts';

const teamRef = z.object({ key: z.string(), name: z.string() });

/**
 * GET /api/v1/fixes/:id: one change, all it removes and what it may break. Its findings are those of
 * GET /api/v1/findings?fix=…, open and closed: each says when it was opened and when it was closed.
 */
export const fix = z.object({
  /** `fix_…` */
  id: z.string(),
  kind: z.enum(FIX_KINDS),
  /** What to do: "Upgrade lodash to 4.17.21 in acme/shop". */
  title: z.string(),
  /** What it buys, how urgent, by when, whose. */
  sentence: z.string(),
  state: z.enum(['open', 'closed']),
  /** In words, whose statement closed it or opened it again; null = a scan did. */
  stateBecause: z.string().nullable(),
  target,
  owner: teamRef,
  unowned: z.boolean(),
  priority,
  dueAt: time.nullable(),
  /** Package URL without version. */
  component: z.string().nullable(),
  /** Versions in use that it takes away. */
  fromVersions: z.array(z.string()),
  toVersion: z.string().nullable(),
  openFindings: z.int(),
  /** Open ones that are known to be exploited. */
  exploited: z.int(),
  closedFindings: z.int(),
  openedAt: time,
  closedAt: time.nullable(),
  /** Since when somebody says that it is done; the next scan verifies or refutes it. */
  claimedAt: time.nullable(),
  /** Markdown. */
  steps: z.string(),
  /** Markdown. */
  mayBreak: z.string(),
  ownership: z.object({ because: reasons }),
  decision: z.object({ because: reasons, policy: z.string() }),
  ticket: z.object({ id: z.string(), key: z.string(), state: z.string() }).nullable(),
  /** The image it is built on has to be fixed first; `open` while there is something to fix in it. */
  waitsFor: z.object({ image: z.string(), owner: z.string(), open: z.boolean() }).nullable(),
  /** Fixes of images built on this one, which wait for it; the first twenty. */
  waiting: z.array(z.object({ id: z.string(), title: z.string(), owner: teamRef })),
});
export type Fix = z.infer<typeof fix>;
