import type { FastifyRequest } from 'fastify';
import type { Role, Scope } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import { type Holding, NOWHERE, type Place } from './rights/place.ts';

/** Who asks: a person by session, an API token, or a token of a service account. */
export interface Actor {
  kind: 'person' | 'token' | 'service';
  /** Public id: `per_…`, `tok_…` or `svc_…`. */
  id: string;
  /** For the audit trail and histories: the person's email, `token:` and the token's name, `service:` and its key. */
  label: string;
  name: string;
  /** Roles that hold everywhere. */
  roles: Role[];
  /** Roles that hold for a team or a unit: given by hand, by the organisation, or by an identity provider. */
  holds: readonly Holding[];
  /** What a token may do; a person is limited by roles alone and has them all. */
  scopes: Scope[];
  /** The database's id of the person; null for a program. */
  personId: string | null;
}

/** What a request can be about; each is looked up by a path parameter. */
export type AboutKind =
  | 'team'
  | 'unit'
  | 'finding'
  | 'fix'
  | 'ticket'
  | 'ask'
  | 'exception'
  | 'repository'
  | 'person';
/** `{ ticket: 'id' }`: about the ticket that the path parameter `id` names. */
export type About = { readonly [Kind in AboutKind]?: string };

/**
 * Who may call a route. A token needs one of the scopes (`admin` covers all); with `roles`, a person needs
 * any one of them (admin always may). `scope: 'admin'` without roles is for admins alone.
 */
export interface RouteRule {
  scope: Scope | readonly Scope[];
  roles?: readonly Role[];
  /** What the request is about: there the roles may hold for its team or unit alone, and a person's own is theirs. */
  about?: About;
  /** Roles that are enough where they hold for that team or unit, and not when they hold everywhere. */
  within?: readonly Role[];
}
export type RouteAccess = 'public' | RouteRule;

/** Where each thing that a request can be about belongs; `NOWHERE` for what there is not. */
export type Places = Record<AboutKind, (name: string, actor: Actor) => Promise<Place>>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route under /api says who may call it. */
    access?: RouteAccess;
  }
  interface FastifyRequest {
    /** Null on public routes; elsewhere use `signedIn(request)`. */
    actor: Actor | null;
    /** Looked up when somebody asks; use `placeOf(request)`. */
    place: (() => Promise<Place>) | null;
  }
}

/** The actor of a route that is not public. */
export function signedIn(request: FastifyRequest): Actor {
  if (!request.actor) throw new AppError('LK-UNAUTHENTICATED', 'Nobody is signed in.');
  return request.actor;
}

/** Where what the request is about belongs, as the route's `about` names it. */
export const placeOf = (request: FastifyRequest): Promise<Place> =>
  request.place?.() ?? Promise.resolve(NOWHERE);
