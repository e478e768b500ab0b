import { z } from 'zod';
import { time } from './shapes.ts';

/** The other side of a ticket or an ask: its record in the tracker of its queue, as it was last read there. */
export const remoteRecord = z.object({
  /** The connection by which it is told; null: it was removed, what is there stays. */
  connection: z.string().nullable(),
  system: z.string(),
  place: z.string(),
  /** `wanted`: not filed yet; `left`: people took it away, and we leave it at that. */
  state: z.enum(['wanted', 'filed', 'left']),
  key: z.string().nullable(),
  url: z.string().nullable(),
  status: z.string().nullable(),
  sprint: z.string().nullable(),
  /** `2026-11-30` */
  dueOn: z.string().nullable(),
  assignee: z.string().nullable(),
  /** When it last heard of us, and we of it. */
  toldAt: time.nullable(),
  seenAt: time.nullable(),
  /** Changes that it has not heard of yet. */
  behind: z.boolean(),
  /** What keeps it from being told. */
  problem: z.object({ code: z.string(), says: z.string(), at: time }).nullable(),
});
export type RemoteRecord = z.infer<typeof remoteRecord>;
