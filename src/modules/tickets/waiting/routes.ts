import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listWaitingQuery, lookAtHold, lookedAtHold, waitingPage } from '../../../contract/pacing.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { together } from '../../../platform/together.ts';
import { signedIn } from '../../access/public.ts';
import { lookAt } from '../holds/look-again.ts';
import type { TicketDeps } from '../plan-scan.ts';
import { listWaiting } from './list.ts';

const tags = ['tickets'];

/** What has no ticket yet, why, and until when; and what somebody says of a hold. */
export const waitingRoutes =
  (deps: TicketDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/waiting',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags,
          summary: 'Fixes without a ticket: what waits for its wave, and what is held',
          querystring: listWaitingQuery,
          response: { 200: waitingPage },
        },
      },
      async ({ query }) =>
        together(deps.db, `waiting ${JSON.stringify(query)}`, () =>
          listWaiting(deps.db, query, deps.clock.now()),
        ),
    );

    app.post(
      '/api/v1/waiting/:id/looks',
      {
        config: {
          access: {
            scope: 'admin',
            roles: ['champion', 'partner', 'manager', 'leader', 'security'],
            about: { fix: 'id' },
          },
        },
        schema: {
          tags,
          summary: 'Look at a hold again: it goes on, or its owner gets the ticket now',
          params: z.object({ id: z.string().max(100) }),
          body: lookAtHold,
          response: { 200: lookedAtHold },
        },
      },
      async (request) => {
        const fixId = fromPublicId('fix', request.params.id);
        if (!fixId) throw new AppError('LK-NOT-FOUND', `there is no fix ${request.params.id}`);
        const { word, reviewAt } = await lookAt(deps, fixId, request.body, signedIn(request));
        return { word, reviewAt: reviewAt?.toISOString() ?? null };
      },
    );
  };
