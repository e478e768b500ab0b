import { z } from 'zod';
import { role } from './access.ts';

/** How people and addresses call a provider; it is part of the address that is registered there. */
export const providerKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'use small letters, digits and dashes, at most 31');

const scopeKey = z.string().min(1).max(63);
/** What being in a group gives: roles that hold everywhere, or for one team or unit. */
export const groupGives = z
  .strictObject({ roles: z.array(role).min(1), team: scopeKey.optional(), unit: scopeKey.optional() })
  .refine(({ team, unit }) => team === undefined || unit === undefined, 'name a team or a unit, not both')
  .refine(
    ({ roles, team, unit }) => (team === undefined && unit === undefined) || !roles.includes('admin'),
    'admin holds everywhere: leave team and unit out',
  );
export type GroupGives = z.infer<typeof groupGives>;

const scopeToken = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, 'is not a scope');

/** What is stated about a provider; a secret that is not named stays, null removes it (a public client). */
export const providerBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  issuer: z.url().max(500),
  clientId: z.string().min(1).max(500),
  clientSecret: z.string().min(1).max(5000).nullable().optional(),
  scopes: z.array(scopeToken).max(20).default(['openid', 'profile', 'email']),
  groupsClaim: z.string().min(1).max(200).default('groups'),
  groupRoles: z.record(z.string().min(1).max(300), groupGives).default({}),
  makesPeople: z.boolean().default(true),
  trustsEmail: z.boolean().default(false),
  enabled: z.boolean().default(true),
});
export type ProviderBody = z.output<typeof providerBody>;

/** POST /api/v1/identity-providers (admin); PUT …/:key takes `providerBody`. */
export const newProvider = providerBody.extend({ key: providerKey });

export const provider = providerBody.omit({ clientSecret: true }).extend({
  key: z.string(),
  hasSecret: z.boolean(),
  /** What has to be registered at the provider. */
  redirectUri: z.string(),
});
export type Provider = z.infer<typeof provider>;
export const providerList = z.object({ items: z.array(provider) });

/** POST /api/v1/identity-providers/:key/test: each thing that was looked at, and what is wrong with it. */
export const providerTest = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ what: z.string(), ok: z.boolean(), says: z.string() })),
});
export type ProviderTest = z.infer<typeof providerTest>;
