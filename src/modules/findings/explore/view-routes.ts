import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../../contract/access.ts';
import {
  changeView as changeShape,
  keepView as keepShape,
  listViewsQuery,
  oneView,
  viewList,
} from '../../../contract/saved-views.ts';
import { AppError } from '../../../kernel/errors.ts';
import { signedIn } from '../../access/public.ts';
import { changeView, keepView, listViews, removeView, type ViewDeps, type Viewer } from './views.ts';

const byId = z.object({ id: z.string().max(100) });
const tags = ['findings'];

/** Filters that people keep, for themselves or for their team. */
export const viewRoutes =
  (deps: ViewDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { access: { scope: 'admin', roles: ROLES } } as const;

    app.get(
      '/api/v1/views',
      { config, schema: { tags, querystring: listViewsQuery, response: { 200: viewList } } },
      async (request) => ({ items: await listViews(deps.db, viewerOf(request), request.query.page) }),
    );
    app.post(
      '/api/v1/views',
      {
        config,
        schema: { tags, summary: 'Keep a filter by a name', body: keepShape, response: { 201: oneView } },
      },
      async (request, reply) => reply.code(201).send(await keepView(deps, viewerOf(request), request.body)),
    );
    app.patch(
      '/api/v1/views/:id',
      { config, schema: { tags, params: byId, body: changeShape, response: { 200: oneView } } },
      async (request) => changeView(deps, viewerOf(request), request.params.id, request.body),
    );
    app.delete('/api/v1/views/:id', { config, schema: { tags, params: byId } }, async (request, reply) => {
      await removeView(deps, viewerOf(request), request.params.id);
      return reply.code(204).send();
    });
  };

function viewerOf(request: FastifyRequest): Viewer {
  const { personId, label } = signedIn(request);
  if (personId === null) throw new AppError('LK-FORBIDDEN', 'Views are kept by people: sign in.');
  return { personId, label };
}
