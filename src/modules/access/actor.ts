import type { FastifyRequest } from 'fastify';
import type { Role, Scope } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';

/** Who asks: a person by session, or an API token. */
export interface Actor {
  kind: 'person' | 'token';
  /** Public id: `per_…` or `tok_…`. */
  id: string;
  /** For the audit trail and histories: the person's email, or `token:` and the token's name. */
  label: string;
  name: string;
  roles: Role[];
  /** What a token may do; a person is limited by roles alone and has them all. */
  scopes: Scope[];
  /** The database's id of the person; null for a token of nobody. */
  personId: string | null;
}

/**
 * Who may call a route. A token needs one of the scopes (`admin` covers all); with `roles`, a person needs
 * any one of them (admin always may). `scope: 'admin'` without roles is for admins alone.
 */
export type RouteAccess = 'public' | { scope: Scope | readonly Scope[]; roles?: readonly Role[] };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route under /api says who may call it. */
    access?: RouteAccess;
  }
  interface FastifyRequest {
    /** Null on public routes; elsewhere use `signedIn(request)`. */
    actor: Actor | null;
  }
}

/** The actor of a route that is not public. */
export function signedIn(request: FastifyRequest): Actor {
  if (!request.actor) throw new AppError('LK-UNAUTHENTICATED', 'Nobody is signed in.');
  return request.actor;
}
