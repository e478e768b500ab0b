import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { vexQuery } from '../../../contract/vex.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { RouteAccess } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { exportVex } from './export.ts';

const access: RouteAccess = { scope: 'read' };

/** VEX documents: what this house says of vulnerabilities, for those who use what it makes. */
export const vexRoutes =
  (deps: { db: Kysely<DB>; clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/vex',
      {
        config: { access },
        schema: {
          tags: ['policy'],
          summary: 'What is affected, not affected, looked into and fixed, as OpenVEX',
          querystring: vexQuery,
        },
      },
      async (request, reply) => {
        const document = await exportVex(deps.db, request.query, deps.clock.now());
        const name = (request.query.repository ?? request.query.target!).replace(/[^\w.-]+/g, '-');
        reply.header('content-disposition', `attachment; filename="${name}.openvex.json"`);
        return document;
      },
    );
  };
