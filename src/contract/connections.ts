import { z } from 'zod';
import { time } from './shapes.ts';

/** How people and addresses call a connection: `acme-github`. */
export const connectionKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use small letters, digits and dashes, at most 63');

/** What a person may state about a connection; a secret that is not named stays, null removes it. */
export const connectionBody = z.strictObject({
  system: z.string().min(1).max(63),
  settings: z.record(z.string().max(100), z.unknown()).default({}),
  secrets: z.record(z.string().max(100), z.string().min(1).max(20_000).nullable()).default({}),
  enabled: z.boolean().default(true),
});
export type ConnectionBody = z.infer<typeof connectionBody>;

/** POST /api/v1/connections */
export const newConnection = connectionBody.extend({ key: connectionKey });

/** Whether a secret is kept; what it is, nobody is shown again. */
const secret = z.object({ name: z.string(), what: z.string(), set: z.boolean() });

/** What a connection can be used for. */
export const ABILITIES = ['codeHost', 'directory', 'hooks', 'tickets', 'messages', 'alerts'] as const;
const ability = z.enum(ABILITIES);
export type Ability = z.infer<typeof ability>;

/** GET /api/v1/systems: what can be connected. */
export const system = z.object({
  id: z.string(),
  name: z.string(),
  homePage: z.string(),
  can: z.array(ability),
  secrets: z.array(z.object({ name: z.string(), what: z.string() })),
  /** Settings as most would write them, in YAML. */
  example: z.string(),
});
export type System = z.infer<typeof system>;
export const systemList = z.object({ items: z.array(system) });

/** GET /api/v1/connections, and the answer of POST and PUT. */
export const connection = z.object({
  key: z.string(),
  system: z.string(),
  /** Of the outside system, for people: `GitHub`. */
  name: z.string(),
  can: z.array(ability),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(secret),
  enabled: z.boolean(),
  /** Where its webhooks are sent; null when it has none. */
  hookPath: z.string().nullable(),
  /** Webhooks that were not taken, and why the last one was not; null: none so far. */
  hookRefusals: z.object({ times: z.int(), lastAt: time, says: z.string() }).nullable(),
  lastOkAt: time.nullable(),
  lastError: z.object({ at: time, says: z.array(z.string()) }).nullable(),
  createdAt: time,
});
export type Connection = z.infer<typeof connection>;
export const connectionList = z.object({ items: z.array(connection) });

/** POST /api/v1/connections/:key/test */
export const connectionTest = z.object({ ok: z.boolean(), says: z.array(z.string()) });

// sweeps -------------------------------------------------------------------------------------------------------

/** POST /api/v1/connections/:key/sweep */
export const startSweep = z.strictObject({
  /** Repositories that vanished are archived even when they are more than half of all. */
  acceptVanished: z.boolean().default(false),
});

/** What a full look at a code host's repositories came to, so far. */
export const sweepCounts = z.object({
  /** Pages of the list, and how many of them were as before. */
  pages: z.int(),
  unchangedPages: z.int(),
  /** Told by pages that changed. */
  repositories: z.int(),
  added: z.int(),
  renamed: z.int(),
  archived: z.int(),
  /** Repositories whose files were asked for, and those whose files differed. */
  read: z.int(),
  changed: z.int(),
  /** Of all problems; the first of them in words. */
  problems: z.int(),
  says: z.array(z.string()),
});
export type SweepCounts = z.infer<typeof sweepCounts>;

/**
 * GET /api/v1/connections/:key/sweep. `incomplete`: it came to its end, and something told in `says` did not fit;
 * `waiting`: the code host asked for patience until `continuesAt`; `queued`: it begins when a worker is free.
 */
export const sweepState = sweepCounts.extend({
  state: z.enum(['never', 'queued', 'running', 'done', 'incomplete', 'waiting', 'failed']),
  begunAt: time.nullable(),
  lookedAt: time.nullable(),
  continuesAt: time.nullable(),
});
export type SweepState = z.infer<typeof sweepState>;
