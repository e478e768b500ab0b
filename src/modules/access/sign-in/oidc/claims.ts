import { z } from 'zod';

const MOST_GROUPS = 2000;

/** What a provider says of a person, as far as it is used. */
export interface Told {
  subject: string;
  email: string | null;
  /** The provider has verified the email, or is trusted with it. */
  emailVerified: boolean;
  name: string | null;
  groups: string[];
}

const text = z.string().trim().min(1);
const claimsShape = z.looseObject({
  sub: z.string().min(1).max(300),
  email: z.email().max(300).optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
  name: text.max(200).optional().catch(undefined),
  preferred_username: text.max(200).optional().catch(undefined),
});

/**
 * Reads claims of an ID token and the user info: the token is signed, so it is believed first.
 * @param options.groupsClaim its name, or a path with dots (`realm_access.roles`)
 */
export function readClaims(
  token: Readonly<Record<string, unknown>>,
  info: Readonly<Record<string, unknown>>,
  options: { groupsClaim: string; trustsEmail: boolean },
): Told {
  const all = { ...info, ...token };
  const claims = claimsShape.parse(all);
  const { email } = claims;
  // Whoever says the email says whether it is verified: one source must not vouch for the other's.
  const source = claimsShape.parse({ ...(token['email'] === undefined ? info : token), sub: claims.sub });
  return {
    subject: claims.sub,
    email: email?.toLowerCase() ?? null,
    emailVerified: options.trustsEmail || source.email_verified === true,
    name: claims.name ?? claims.preferred_username ?? null,
    groups: groupsAt(all, options.groupsClaim),
  };
}

/** A list of names, or one name; whatever else stands there is none. */
function groupsAt(claims: Readonly<Record<string, unknown>>, claim: string): string[] {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : atPath(claims, claim.split('.'));
  const list = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  return list.filter((one): one is string => typeof one === 'string').slice(0, MOST_GROUPS);
}

function atPath(from: unknown, path: readonly string[]): unknown {
  let at = from;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}
