import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { SCOPES } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import type { SecurityScheme } from '../../platform/http/openapi.ts';
import type { Actor, Places, RouteRule } from './actor.ts';
import type { Credentials, Known } from './credentials.ts';
import { refusal } from './permission.ts';
import { NOWHERE, type Place } from './rights/place.ts';
import { originOf } from './same-origin.ts';
import { cookieOf, SESSION_COOKIE } from './sign-in/cookies.ts';

/** How callers identify themselves, as OpenAPI says it. */
export const SECURITY_SCHEMES: Record<string, SecurityScheme> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'For the page; over https its name begins with `__Host-`.',
  },
  token: { type: 'http', scheme: 'bearer', description: `API token; scopes: ${SCOPES.join(', ')}` },
};

export interface AuthenticationDeps {
  credentials: Credentials;
  /** The address people use; called per request, since the port may be chosen late. */
  publicUrl(): string;
  /** Where what requests are about belongs. */
  places: Places;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Says who asks and whether they may, before the body is read: 401, then 403. Register it on the server
 * itself, before any routes. Routes outside /api without `config.access` are open.
 */
export function authentication({ credentials, publicUrl, places }: AuthenticationDeps): FastifyPluginAsync {
  const plugin: FastifyPluginAsync = async (app) => {
    app.decorateRequest('actor', null);
    app.decorateRequest('place', null);
    app.addHook('onClose', () => credentials.settled());
    app.addHook('onRequest', async (request, reply) => {
      const access = request.routeOptions.config.access ?? 'public';
      if (access === 'public') return;
      const known = await whoAsks(request, credentials, publicUrl);
      if (known.state === 'refused') {
        reply.header('www-authenticate', 'Bearer');
        throw new AppError(known.code, known.message);
      }
      const { actor } = known;
      request.place = lookUpOnce(request, actor, access, places);
      let why = refusal(actor, access);
      if (why !== null && access.about) why = refusal(actor, access, await request.place());
      if (why !== null) throw new AppError('LK-FORBIDDEN', why);
      request.actor = actor;
    });
  };
  // Fastify's own sign that a plugin's hooks hold for the whole server, not only for what it registers.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

/** A request is about one thing, which is looked up when a decision needs it, and once. */
function lookUpOnce(
  { params }: FastifyRequest,
  actor: Actor,
  { about = {} }: RouteRule,
  places: Places,
): () => Promise<Place> {
  let found: Promise<Place> | undefined;
  const look = async () => {
    const [kind, parameter] = (Object.entries(about) as [keyof Places, string][])[0] ?? [];
    const name = parameter === undefined ? undefined : (params as Record<string, string>)[parameter];
    return kind === undefined || name === undefined ? NOWHERE : places[kind](name, actor);
  };
  return () => (found ??= look());
}

/** @returns whether who asked may still read: for answers that go on for long */
export const stillReads =
  ({ credentials, publicUrl }: Pick<AuthenticationDeps, 'credentials' | 'publicUrl'>) =>
  async (request: FastifyRequest): Promise<boolean> => {
    const known = await whoAsks(request, credentials, publicUrl);
    return known.state === 'known' && refusal(known.actor, { scope: 'read' }) === null;
  };

async function whoAsks(
  request: FastifyRequest,
  credentials: Credentials,
  publicUrl: () => string,
): Promise<Known> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    return token
      ? credentials.ofToken(token)
      : refusedBecause('The Authorization header is not of the form `Bearer TOKEN`.');
  }
  const session = cookieOf(request, SESSION_COOKIE, publicUrl());
  if (!session) return refusedBecause('Nobody is signed in.');
  // A cookie is sent by the browser whoever asks for it; a write must come from our own page.
  if (!SAFE_METHODS.has(request.method)) demandSameOrigin(request, publicUrl);
  return credentials.ofSession(session);
}

function demandSameOrigin(request: FastifyRequest, publicUrl: () => string): void {
  if (originOf(request.headers, publicUrl()) !== 'same')
    throw new AppError('LK-ORIGIN', 'This request did not come from the page.');
}

const refusedBecause = (message: string): Known => ({
  state: 'refused',
  code: 'LK-UNAUTHENTICATED',
  message,
});
