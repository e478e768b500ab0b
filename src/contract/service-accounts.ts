import { z } from 'zod';
import { scope } from './access.ts';
import { time } from './shapes.ts';

/** A token of a program lasts this long when nothing is said. */
const DEFAULT_TOKEN_DAYS = 90;
/** From here on people are told that a token ends. */
export const ENDS_SOON_DAYS = 14;

const key = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'use lower case letters, digits, dots and dashes, such as checkout-ci',
  );
const name = z.string().trim().min(1).max(100);
const scopes = z.array(scope).min(1).max(4);
const team = z.string().min(1).max(63);

/** POST /api/v1/service-accounts (admin) */
export const addServiceAccount = z.strictObject({
  key,
  name,
  team: team.optional(),
  scopes: scopes.default(['scans:write']),
});
export type AddServiceAccount = z.output<typeof addServiceAccount>;

/** PATCH /api/v1/service-accounts/:key (admin): what is named changes; `disabled` ends all its tokens at once. */
export const changeServiceAccount = z.strictObject({
  name: name.optional(),
  team: team.nullable().optional(),
  scopes: scopes.optional(),
  disabled: z.boolean().optional(),
});
export type ChangeServiceAccount = z.output<typeof changeServiceAccount>;

/** POST /api/v1/service-accounts/:key/tokens (admin): shown once; it may what its account may. */
export const addServiceToken = z.strictObject({
  name,
  expiresInDays: z.int().min(1).max(365).default(DEFAULT_TOKEN_DAYS),
});

export const serviceAccount = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  /** Whose responsibility it is. */
  team: z.object({ key: z.string(), name: z.string() }).nullable(),
  scopes: z.array(scope),
  createdBy: z.string(),
  createdAt: time,
  disabledAt: time.nullable(),
  /** Those that were made by hand and not revoked; pipelines get theirs for minutes. */
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: time,
      expiresAt: time.nullable(),
      lastUsedAt: time.nullable(),
    }),
  ),
});
export type ServiceAccount = z.infer<typeof serviceAccount>;
/** GET /api/v1/service-accounts (admin, security) */
export const serviceAccountList = z.object({ items: z.array(serviceAccount) });
