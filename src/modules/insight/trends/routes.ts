import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ageingAnswer, ageingQuery } from '../../../contract/insights/ageing.ts';
import { openAnswer, openQuery } from '../../../contract/insights/open.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import type { InsightDeps } from '../deps.ts';
import { ageing, ageingTable } from './ageing.ts';
import { openTable, openTrend } from './open.ts';

const config = { access: { scope: 'read' } } as const;
const tags = ['insight'];

/** What is open: over time, and how old it is. */
export const trendRoutes =
  ({ db, clock }: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/insights/open',
      {
        config,
        schema: {
          tags,
          summary: 'Open findings over time, and what moved them',
          querystring: openQuery,
          response: { 200: openAnswer },
        },
      },
      async (request, reply) => {
        const answer = await openTrend(db, request.query, clock.now());
        return wantsTable(request) ? sendTable(reply, 'open', openTable(answer)) : answer;
      },
    );
    app.get(
      '/api/v1/insights/ageing',
      {
        config,
        schema: {
          tags,
          summary: 'How old the open findings are',
          querystring: ageingQuery,
          response: { 200: ageingAnswer },
        },
      },
      async (request, reply) => {
        const answer = await ageing(db, request.query, clock.now());
        return wantsTable(request) ? sendTable(reply, 'ageing', ageingTable(answer)) : answer;
      },
    );
  };
