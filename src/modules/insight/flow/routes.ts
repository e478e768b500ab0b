import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { deadlinesAnswer, deadlinesQuery } from '../../../contract/insights/deadlines.ts';
import { timeToFixAnswer, timeToFixQuery } from '../../../contract/insights/time-to-fix.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import type { InsightDeps } from '../deps.ts';
import { deadlines, deadlinesTable } from './deadlines.ts';
import { timeToFix, timeToFixTable } from './time-to-fix.ts';

const config = { access: { scope: 'read' } } as const;
const tags = ['insight'];

/** Whether what is found is fixed, and in time. */
export const flowRoutes =
  ({ db, clock }: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/insights/deadlines',
      {
        config,
        schema: {
          tags,
          summary: 'Deadlines met, missed and to come',
          querystring: deadlinesQuery,
          response: { 200: deadlinesAnswer },
        },
      },
      async (request, reply) => {
        const answer = await deadlines(db, request.query, clock.now());
        return wantsTable(request) ? sendTable(reply, 'deadlines', deadlinesTable(answer)) : answer;
      },
    );
    app.get(
      '/api/v1/insights/time-to-fix',
      {
        config,
        schema: {
          tags,
          summary:
            'How long fixes take, what is open counted too; of N critical, how many within how many days',
          querystring: timeToFixQuery,
          response: { 200: timeToFixAnswer },
        },
      },
      async (request, reply) => {
        const answer = await timeToFix(db, request.query, clock.now());
        return wantsTable(request) ? sendTable(reply, 'time-to-fix', timeToFixTable(answer)) : answer;
      },
    );
  };
