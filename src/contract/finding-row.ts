import { z } from 'zod';
import { findingKind, findingState, priority, severity, targetKind, time } from './shapes.ts';

const teamRef = z.object({ key: z.string(), name: z.string() });

/** A finding as lists show it. */
export const findingRow = z.object({
  id: z.string(),
  title: z.string(),
  kind: findingKind,
  state: findingState,
  severity,
  priority,
  dueAt: time.nullable(),
  owner: teamRef,
  unowned: z.boolean(),
  target: z.object({ kind: targetKind, key: z.string() }),
  path: z.string().nullable(),
  startLine: z.int().nullable(),
  component: z.string().nullable(),
  version: z.string().nullable(),
  vulnerabilities: z.array(z.string()),
  tool: z.string(),
  openedAt: time,
  /** When it was closed; null while it is not. */
  closedAt: time.nullable(),
  /** `fnd_…` that it follows: the same weakness as another tool tells it; null when it leads or stands alone. */
  leader: z.string().nullable(),
  /** The other tools that tell the same weakness now. */
  alsoToldBy: z.array(z.string()),
});
export type FindingRow = z.infer<typeof findingRow>;
