import { z } from 'zod';
import { pageOf, time } from './shapes.ts';

export const ROLES = ['developer', 'champion', 'partner', 'manager', 'leader', 'security', 'admin'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** What an API token may do. */
export const SCOPES = ['scans:write', 'read', 'scim', 'admin'] as const;
export const scope = z.enum(SCOPES);
export type Scope = z.infer<typeof scope>;

/** POST /api/v1/sign-in (public): trades the secret of a one-time link for a session cookie. */
export const signIn = z.object({ secret: z.string().min(20).max(200) });

/** GET /api/v1/me */
export const me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  teams: z.array(z.object({ key: z.string(), name: z.string(), role: z.string() })),
});
export type Me = z.infer<typeof me>;

/** POST /api/v1/people (admin): makes a person and a sign-in link, shown once. */
export const addPerson = z.object({
  email: z.email().max(300),
  name: z.string().trim().min(1).max(200),
  roles: z.array(role).default(['developer']),
});
export const addedPerson = z.object({ id: z.string(), signInUrl: z.string() });

/** GET /api/v1/people */
export const person = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  roles: z.array(role),
  disabledAt: time.nullable(),
});
export const personPage = pageOf(person);

/** PATCH /api/v1/people/:id (admin). Closing an account ends its sessions. */
export const changePerson = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  roles: z.array(role).optional(),
  disabled: z.boolean().optional(),
});

/** POST /api/v1/people/:id/sign-in-links (admin): replaces the links of the person that were not used. */
export const signInLink = z.object({ signInUrl: z.string() });

/** POST /api/v1/tokens (admin): the token itself is shown once and kept only as a hash. */
export const addToken = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scope).min(1).default(['scans:write']),
  expiresInDays: z.int().min(1).max(3650).optional(),
});
export const addedToken = z.object({ id: z.string(), token: z.string(), expiresAt: time.nullable() });

/** GET /api/v1/tokens (admin, security) */
export const tokenList = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(scope),
      createdAt: time,
      expiresAt: time.nullable(),
      revokedAt: time.nullable(),
      lastUsedAt: time.nullable(),
    }),
  ),
});
