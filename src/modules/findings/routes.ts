import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { findingPage, listFindingsQuery } from '../../contract/findings.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import { listFindings } from './queries.ts';

export const findingRoutes =
  ({ db }: { db: Database<DB> }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/findings',
      {
        config: { access: { scope: 'read' } },
        schema: { tags: ['findings'], querystring: listFindingsQuery, response: { 200: findingPage } },
      },
      async (request) => listFindings(db, request.query),
    );
  };
