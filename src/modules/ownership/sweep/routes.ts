import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { connectionKey, startSweep, sweepState } from '../../../contract/connections.ts';
import { audit, signedIn } from '../../access/public.ts';
import { openConnection } from '../../connections/public.ts';
import type { SweepDeps } from './deps.ts';
import { scheduleSweep } from './jobs.ts';
import { sweepStateOf } from './state.ts';
import { codeHostOf } from './sweep.ts';

const config = { access: { scope: 'admin', roles: ['admin', 'security'] } } as const;
const tags = ['connections'];
const params = z.object({ key: connectionKey });

/** Full looks at code hosts, on demand; at night they happen by themselves. */
export const sweepRoutes =
  (deps: SweepDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/api/v1/connections/:key/sweep',
      {
        config,
        schema: {
          tags,
          summary: 'Look at every repository of a code host now',
          params,
          body: startSweep.nullish(),
          response: { 202: sweepState },
        },
      },
      async (request, reply) => {
        const { key } = request.params;
        const connection = await openConnection(deps, { key });
        codeHostOf(connection);
        const acceptVanished = request.body?.acceptVanished ?? false;
        await deps.db.transaction().execute(async (tx) => {
          await scheduleSweep(tx, connection.id, { acceptVanished });
          await audit(tx, signedIn(request).label, 'connection.sweep', key, { acceptVanished });
        });
        return reply.code(202).send(await sweepStateOf(deps, key));
      },
    );

    app.get(
      '/api/v1/connections/:key/sweep',
      {
        config,
        schema: {
          tags,
          summary: 'What the last look came to, or how far it is',
          params,
          response: { 200: sweepState },
        },
      },
      async (request) => sweepStateOf(deps, request.params.key),
    );
  };
