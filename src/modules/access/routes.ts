import type { FastifyInstance } from 'fastify';
import type { AccessRoutesDeps } from './deps.ts';
import { peopleRoutes } from './people-routes.ts';
import { grantRoutes } from './rights/routes.ts';
import { serviceRoutes } from './services/routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { trailRoutes } from './trail/routes.ts';

/** Sign-in, people, tokens and the audit trail under /api/v1. */
export const accessRoutes = (deps: AccessRoutesDeps) => async (app: FastifyInstance) => {
  await app.register(sessionRoutes(deps));
  await app.register(signInRoutes(deps));
  await app.register(peopleRoutes(deps));
  await app.register(grantRoutes(deps));
  await app.register(serviceRoutes(deps));
  await app.register(tokenRoutes(deps));
  await app.register(trailRoutes(deps));
};
