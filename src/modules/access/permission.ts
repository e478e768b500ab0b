import type { Actor, RouteAccess } from './actor.ts';

/**
 * Why this actor may not call a route with this rule, in words for the caller; null = may.
 * A token is held to its scopes, and if it is a person's, to that person's roles as well.
 */
export function refusal(actor: Actor, access: Exclude<RouteAccess, 'public'>): string | null {
  const scopes = typeof access.scope === 'string' ? [access.scope] : access.scope;
  if (actor.kind === 'token') {
    if (actor.scopes.includes('admin')) return null;
    if (!scopes.some((scope) => actor.scopes.includes(scope)))
      return `This needs a token with the scope ${scopes.join(' or ')}; this one has ${actor.scopes.join(', ')}.`;
    if (actor.personId === null) return null;
  }
  if (actor.roles.includes('admin')) return null;
  const roles = access.roles ?? (scopes.includes('admin') ? [] : null);
  if (roles === null || roles.some((role) => actor.roles.includes(role))) return null;
  return `This needs the role ${[...roles, 'admin'].join(' or ')}.`;
}
