import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { auditPage } from '../../contract/access.ts';
import { pageQuery } from '../../contract/shapes.ts';
import type { AccessRoutesDeps } from './deps.ts';
import { listAudit } from './store.ts';

/** The cursor is the id of the last entry told. */
const querystring = pageQuery.extend({ cursor: z.coerce.number().int().positive().optional() });

export const auditRoutes =
  ({ db }: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/audit',
      {
        config: { access: { scope: 'admin', roles: ['security'] } },
        schema: {
          tags: ['access'],
          summary: 'The audit trail, newest first',
          querystring,
          response: { 200: auditPage },
        },
      },
      async ({ query }) => {
        const rows = await listAudit(db, query.cursor ?? null, query.limit);
        const next = rows.length === query.limit ? String(rows.at(-1)!.id) : null;
        const items = rows.map((row) => ({
          ...row,
          at: row.at.toISOString(),
          detail: row.detail as Record<string, unknown>,
        }));
        return { items, next };
      },
    );
  };
