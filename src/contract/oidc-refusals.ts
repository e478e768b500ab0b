/** Why a sign-in by a provider came to nothing, as the sign-in page is told in its address. */
export const OIDC_REFUSALS = [
  'cancelled',
  'expired',
  'unreachable',
  'refused',
  'unverified',
  'unknown',
  'closed',
] as const;
export type OidcRefusal = (typeof OIDC_REFUSALS)[number];
