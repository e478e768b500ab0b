import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { SCOPES } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import type { SecurityScheme } from '../../platform/http/openapi.ts';
import type { Credentials, Known } from './credentials.ts';
import { refusal } from './permission.ts';
import { originOf } from './same-origin.ts';

export const SESSION_COOKIE = 'lk_session';

/** How callers identify themselves, as OpenAPI says it. */
export const SECURITY_SCHEMES: Record<string, SecurityScheme> = {
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
  token: { type: 'http', scheme: 'bearer', description: `API token; scopes: ${SCOPES.join(', ')}` },
};

export interface AuthenticationDeps {
  credentials: Credentials;
  /** The address people use; called per request, since the port may be chosen late. */
  publicUrl(): string;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Says who asks and whether they may, before the body is read: 401, then 403. Register it on the server
 * itself, before any routes. Routes outside /api without `config.access` are open.
 */
export function authentication({ credentials, publicUrl }: AuthenticationDeps): FastifyPluginAsync {
  const plugin: FastifyPluginAsync = async (app) => {
    app.decorateRequest('actor', null);
    app.addHook('onClose', () => credentials.settled());
    app.addHook('onRequest', async (request, reply) => {
      const access = request.routeOptions.config.access ?? 'public';
      if (access === 'public') return;
      const known = await whoAsks(request, credentials, publicUrl);
      if (known.state === 'refused') {
        reply.header('www-authenticate', 'Bearer');
        throw new AppError(known.code, known.message);
      }
      const why = refusal(known.actor, access);
      if (why !== null) throw new AppError('LK-FORBIDDEN', why);
      request.actor = known.actor;
    });
  };
  // Fastify's own sign that a plugin's hooks hold for the whole server, not only for what it registers.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

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
  const session = request.cookies[SESSION_COOKIE];
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
