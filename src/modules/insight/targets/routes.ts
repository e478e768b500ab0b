import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ROLES } from '../../../contract/access.ts';
import {
  setTarget as setTargetBody,
  targetsAnswer,
  targetsQuery,
} from '../../../contract/insights/targets.ts';
import { signedIn } from '../../access/public.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import type { InsightDeps } from '../deps.ts';
import { setTarget, targets, targetsTable } from './targets.ts';

const tags = ['insight'];

export const targetRoutes =
  ({ db, clock, ids }: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/insights/targets',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags,
          summary: 'What units set out to reach in a quarter, next to today',
          querystring: targetsQuery,
          response: { 200: targetsAnswer },
        },
      },
      async (request, reply) => {
        const answer = await targets(db, request.query, clock.now());
        return wantsTable(request) ? sendTable(reply, 'targets', targetsTable(answer)) : answer;
      },
    );
    app.put(
      '/api/v1/insights/targets',
      {
        // Whether they lead the unit that the body names is decided there.
        config: { access: { scope: 'admin', roles: ROLES } },
        schema: {
          tags,
          summary: 'Set a target, or take it away',
          body: setTargetBody,
          response: { 200: targetsAnswer },
        },
      },
      async (request) => {
        const { unit, quarter } = request.body;
        await db
          .transaction()
          .execute((tx) => setTarget(tx, ids, request.body, signedIn(request), clock.now()));
        return targets(db, { unit: unit ?? '-', quarter, format: 'json' }, clock.now());
      },
    );
  };
