import { z } from 'zod';
import { pageQuery, time } from './shapes.ts';

const word = z.string().trim().min(1).max(300).optional();
/** Whole days or times; a day begins at midnight UTC. */
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional();

const auditFilter = z.object({
  /** Label as the trail has it: an email, `token:NAME`, `service:KEY`. */
  actor: word,
  /** `ticket.change`, or `ticket` for all that was done to tickets. */
  action: word,
  subject: word,
  from: moment,
  /** Not included. */
  to: moment,
});
export type AuditQuery = z.output<typeof auditFilter>;

/** GET /api/v1/audit (admin, security): newest first; the cursor is the id of the last entry told. */
export const auditQuery = pageQuery.extend({
  ...auditFilter.shape,
  cursor: z.coerce.number().int().positive().optional(),
});

/** GET /api/v1/audit/export: all of it, oldest first. */
export const auditExportQuery = auditFilter.extend({ format: z.enum(['ndjson', 'csv']).default('ndjson') });

export const auditEntry = z.object({
  id: z.int(),
  at: time,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** Number of its seal in the chain; null for some seconds after it was written. */
  seal: z.int().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = z.object({ items: z.array(auditEntry), next: z.string().nullable() });

/** GET /api/v1/audit/head: the end of the chain, to be written down elsewhere. */
export const auditHead = z.object({
  /** `SEQ:HASH`, for `lanekeeper audit verify --head`. */
  head: z.string(),
  sealed: z.int(),
  waiting: z.object({
    entries: z.int(),
    /** True: there are more than that. */
    more: z.boolean(),
    since: time.nullable(),
  }),
});
export type AuditHead = z.infer<typeof auditHead>;
