import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import { toProblem } from '../../../platform/http/problem.ts';
import { type RouteAccess, signedIn } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { ScimRoutes } from './answer.ts';
import { listResponse, resourceTypes, schemas, serviceProviderConfig } from './discovery.ts';
import { groupRoutes } from './group-routes.ts';
import { asScimProblem, errorBody, ScimProblem } from './problem.ts';
import { userRoutes } from './user-routes.ts';

export interface ScimDeps {
  db: Database<DB>;
  clock: Clock;
  ids: IdSource;
  /** The address that providers use. */
  publicUrl(): string;
  /** Makes this process look at credentials anew, after an account was closed. */
  forget(): void;
  /** Whether a group that no team is called like becomes a team. */
  newTeams: boolean;
}

const MEDIA_TYPE = 'application/scim+json; charset=utf-8';
/** A group of fifty thousand, told with everything that a provider likes to repeat of each member. */
const MOST_BYTES = 16 * 1024 * 1024;

/** SCIM 2.0 (RFC 7643, 7644) at /scim/v2: people and teams as an identity provider tells of them. */
export const scimRoutes = (deps: ScimDeps) => async (server: FastifyInstance) => {
  await server.register((app) => scim(app, deps), { prefix: '/scim/v2' });
};

async function scim(app: FastifyInstance, deps: ScimDeps): Promise<void> {
  const access: RouteAccess = { scope: 'scim', roles: ['admin'] };
  const base = () => `${deps.publicUrl().replace(/\/$/, '')}/scim/v2`;
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string', bodyLimit: MOST_BYTES },
    // Providers name a content type also where they send nothing (DELETE).
    (request, body, done) => (body === '' ? done(null, undefined) : parse(request, body, done)),
  );
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store').type(MEDIA_TYPE);
  });
  app.setErrorHandler(answerError);
  const routes: ScimRoutes = {
    db: deps.db,
    access,
    base,
    async write(request, act) {
      const { label } = signedIn(request);
      const { ids, clock, newTeams } = deps;
      const ifMatch = request.headers['if-match'];
      const result = await deps.db
        .transaction()
        .execute((tx) => act({ tx, ids, now: clock.now(), by: label, ifMatch, newTeams }));
      deps.forget();
      return result;
    },
  };
  discoveryRoutes(app, routes);
  userRoutes(app, routes);
  groupRoutes(app, routes);
  app.all('/*', { config: { access } }, async () => {
    throw new ScimProblem(404, undefined, 'There is nothing at this address.');
  });
}

function discoveryRoutes(app: FastifyInstance, { access, base }: ScimRoutes): void {
  const config = { access };
  app.get('/ServiceProviderConfig', { config }, async () => serviceProviderConfig(base()));
  for (const [path, all] of [
    ['/ResourceTypes', resourceTypes],
    ['/Schemas', schemas],
  ] as const) {
    app.get(path, { config }, async () => listResponse(all(base()), all(base()).length, 1));
    app.get<{ Params: { id: string } }>(`${path}/:id`, { config }, async ({ params }) => {
      const found = all(base()).find((one) => String(one['id']).toLowerCase() === params.id.toLowerCase());
      if (!found) throw new ScimProblem(404, undefined, 'There is nothing at this address.');
      return found;
    });
  }
}

/** RFC 7644 §3.12, whatever was thrown; what it does not know it does not tell. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = asScimProblem(error);
  const { status, detail, code } = known
    ? { status: known.status, detail: known.message, code: undefined }
    : toProblem(error, request.id);
  if (status >= 500) request.log.error({ err: error, code, requestId: request.id }, 'request failed');
  const scimType = known?.scimType ?? (code === 'LK-VALIDATION' ? 'invalidSyntax' : undefined);
  reply
    .code(status)
    .type(MEDIA_TYPE)
    .serializer(JSON.stringify)
    .send(errorBody(status, detail, scimType));
}
