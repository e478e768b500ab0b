import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { findingDecision } from '../../../contract/decision.ts';
import { explainDecision } from './explain.ts';
import type { GroundDeps } from './ground.ts';

/** How a finding's decision came about, and whether it can be told again. */
export const decisionRoutes =
  (deps: GroundDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/findings/:id/decision',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags: ['findings'],
          summary: 'What was decided on a finding, on which facts, and the same asked again',
          params: z.object({ id: z.string() }),
          response: { 200: findingDecision },
        },
      },
      async (request) => explainDecision(deps, request.params.id),
    );
  };
