import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { OutwardDeps } from './deps.ts';
import { faceRoutes } from './face-routes.ts';
import { publicationRoutes } from './publication-routes.ts';
import { wallRoutes } from './wall-routes.ts';

/** What faces outward: walls, badges, frames. */
export const outwardRoutes =
  (deps: OutwardDeps): FastifyPluginAsyncZod =>
  async (app) => {
    for (const routes of [publicationRoutes, faceRoutes, wallRoutes]) await app.register(routes(deps));
  };
