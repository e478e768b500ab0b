import type { FastifyInstance, RouteOptions } from 'fastify';

/** What a route says of who may call it: `'public'`, or a rule that the product's own check understands. */
const accessOf = (route: { config?: object | undefined }): unknown =>
  (route.config as { access?: unknown } | undefined)?.access;

export const isPublic = (route: { config?: object | undefined }): boolean => accessOf(route) === 'public';

/** Forgetting to say who may call a route under /api stops the start. */
export function demandAccess(app: FastifyInstance): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    if (route.url.startsWith('/api') && accessOf(route) === undefined) {
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it: set config.access`);
    }
  });
}
