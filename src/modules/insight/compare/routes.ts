import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { compareAnswer, compareQuery } from '../../../contract/insights/compare.ts';
import { together } from '../../../platform/together.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import type { InsightDeps } from '../deps.ts';
import { compare, compareTable } from './compare.ts';

export const compareRoutes =
  ({ db, clock }: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/insights/compare',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags: ['insight'],
          summary: 'Teams or units beside all together, per what they own, with intervals',
          querystring: compareQuery,
          response: { 200: compareAnswer },
        },
      },
      async (request, reply) => {
        const name = `compare ${JSON.stringify(request.query)}`;
        const answer = await together(db, name, () => compare(db, request.query, clock.now()));
        return wantsTable(request) ? sendTable(reply, 'compare', compareTable(answer)) : answer;
      },
    );
  };
