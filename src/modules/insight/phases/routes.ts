import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { phasesAnswer, phasesQuery } from '../../../contract/insights/phases.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import type { InsightDeps } from '../deps.ts';
import { foundByPhase, phasesTable } from './phases.ts';

export const phaseRoutes =
  ({ db, clock }: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/insights/phases',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags: ['insight'],
          summary: 'In which phase weaknesses are found, and how many escape',
          querystring: phasesQuery,
          response: { 200: phasesAnswer },
        },
      },
      async (request, reply) => {
        const answer = await foundByPhase(db, request.query, clock.now());
        return wantsTable(request) ? sendTable(reply, 'phases', phasesTable(answer)) : answer;
      },
    );
  };
