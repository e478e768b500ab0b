import type { FastifyInstance } from 'fastify';
import { auditRoutes } from './audit-routes.ts';
import type { AccessRoutesDeps } from './deps.ts';
import { peopleRoutes } from './people-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** Sign-in, people, tokens and the audit trail under /api/v1. */
export const accessRoutes = (deps: AccessRoutesDeps) => async (app: FastifyInstance) => {
  await app.register(sessionRoutes(deps));
  await app.register(peopleRoutes(deps));
  await app.register(tokenRoutes(deps));
  await app.register(auditRoutes(deps));
};
