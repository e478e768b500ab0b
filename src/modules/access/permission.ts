import { ROLES } from '../../contract/access.ts';
import type { Actor, RouteRule } from './actor.ts';
import { NOWHERE, type Place, rolesAt } from './rights/place.ts';

/**
 * Why this actor may not call a route with this rule, in words for the caller; null = may. Whoever decides about
 * rights decides here.
 * A token is held to its scopes, and if it is a person's, to that person's roles as well.
 * @param place what it is about; a role that holds for a team or a unit holds only there
 */
export function refusal(actor: Actor, access: RouteRule, place: Place = NOWHERE): string | null {
  const scopes = typeof access.scope === 'string' ? [access.scope] : access.scope;
  if (actor.kind !== 'person') {
    if (!actor.scopes.includes('admin') && !scopes.some((scope) => actor.scopes.includes(scope)))
      return `This needs a token with the scope ${scopes.join(' or ')}; this one has ${actor.scopes.join(', ')}.`;
    if (actor.personId === null) return null;
  }
  if (actor.roles.includes('admin')) return null;
  if (place.personId !== null && place.personId === actor.personId) return null;
  const roles = access.roles ?? (scopes.includes('admin') ? [] : null);
  if (roles === null || roles.some((role) => actor.roles.includes(role))) return null;
  // Whatever role is enough, and what it is about stands in the body: a role somewhere lets in, each thing is decided then.
  const anyRole = ROLES.every((role) => role === 'admin' || roles.includes(role));
  if (anyRole && access.about === undefined && actor.holds.length > 0) return null;
  const here = rolesAt(actor.holds, place);
  const within = access.within ?? [];
  if (roles.some((role) => here.has(role)) || within.some((role) => here.has(role))) return null;
  const needed = `This needs the role ${[...new Set([...roles, 'admin'])].join(' or ')}`;
  return within.length > 0 ? `${needed}, or to be ${within.join(' or ')} there.` : `${needed}.`;
}
