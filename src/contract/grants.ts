import { z } from 'zod';
import { ROLES } from './access.ts';
import { time } from './shapes.ts';

/** Roles that can hold for a part of the organisation: all but admin, who may do everything everywhere. */
export const GRANTED_ROLES = ROLES.filter((role) => role !== 'admin');
const grantedRole = z.enum(ROLES).exclude(['admin']);
const key = z.string().min(1).max(63);

/** POST /api/v1/people/:id/grants (admin): for one team, or for one unit with all below it. */
export const giveGrant = z
  .strictObject({ role: grantedRole, team: key.optional(), unit: key.optional() })
  .refine(({ team, unit }) => (team === undefined) !== (unit === undefined), 'name a team or a unit');
export type GiveGrant = z.output<typeof giveGrant>;

const named = z.object({ key: z.string(), name: z.string() });
export const grant = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  role: grantedRole,
  team: named.nullable(),
  unit: named.nullable(),
  /** `hand`, or `oidc:KEY`: what an identity provider gave, it takes away again. */
  origin: z.string(),
  givenBy: z.string(),
  givenAt: time,
});
export type Grant = z.infer<typeof grant>;

/** GET /api/v1/grants (admin, security), GET /api/v1/people/:id/grants */
export const grantList = z.object({ items: z.array(grant) });
