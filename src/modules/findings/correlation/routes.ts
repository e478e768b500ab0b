import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  CORRELATION_ROLES,
  correlation,
  correlationPath,
  decideCorrelation as decideCorrelationBody,
} from '../../../contract/correlation.ts';
import { signedIn } from '../../access/public.ts';
import type { ClosingDeps, Stater } from '../close-by-hand.ts';
import { decideCorrelation, undoCorrelation } from './decide-correlation.ts';

const byId = z.object({ id: z.string() });
const tags = ['findings'];

export const correlationRoutes =
  (deps: ClosingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const deciding = {
      access: { scope: 'admin', roles: CORRELATION_ROLES, about: { finding: 'id' } },
    } as const;

    app.post(
      '/api/v1/findings/:id/correlations',
      {
        config: deciding,
        schema: {
          tags,
          summary: 'Say that two findings are the same weakness, or that they are not',
          params: byId,
          body: decideCorrelationBody,
          response: { 200: correlation },
        },
      },
      async (request) => decideCorrelation(deps, request.params.id, request.body, staterOf(request)),
    );

    app.delete(
      '/api/v1/findings/:id/correlations/:other',
      {
        config: deciding,
        schema: {
          tags,
          summary: 'Take back what was decided of two findings',
          params: correlationPath,
          response: { 200: correlation },
        },
      },
      async (request) => undoCorrelation(deps, request.params.id, request.params.other, staterOf(request)),
    );
  };

function staterOf(request: FastifyRequest): Stater {
  const { label, name, personId } = signedIn(request);
  return { label, name, personId, refused: null };
}
