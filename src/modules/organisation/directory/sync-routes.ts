import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { connectionKey } from '../../../contract/connections.ts';
import { directorySyncState, startDirectorySync } from '../../../contract/directory.ts';
import { audit, signedIn } from '../../access/public.ts';
import { openConnection } from '../../connections/public.ts';
import { directoryOf } from './sync.ts';
import type { DirectoryDeps } from './sync-deps.ts';
import { scheduleDirectorySync } from './sync-jobs.ts';
import { syncStateOf } from './sync-state.ts';

const config = { access: { scope: 'admin', roles: ['admin', 'security'] } } as const;
const tags = ['connections'];
const params = z.object({ key: connectionKey });

/** Reading directories on demand; at night it happens by itself. */
export const directoryRoutes =
  (deps: DirectoryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/api/v1/connections/:key/directory-sync',
      {
        config,
        schema: {
          tags,
          summary: 'Read people and teams of a directory now',
          params,
          body: startDirectorySync.nullish(),
          response: { 202: directorySyncState },
        },
      },
      async (request, reply) => {
        const { key } = request.params;
        const connection = await openConnection(deps, { key });
        directoryOf(connection);
        const acceptVanished = request.body?.acceptVanished ?? false;
        const by = signedIn(request).label;
        await deps.db.transaction().execute(async (tx) => {
          await scheduleDirectorySync(tx, connection.id, { acceptVanished, by });
          await audit(tx, by, 'connection.directory-sync', key, { acceptVanished });
        });
        return reply.code(202).send(await syncStateOf(deps, key));
      },
    );

    app.get(
      '/api/v1/connections/:key/directory-sync',
      {
        config,
        schema: {
          tags,
          summary: 'What the last reading of a directory came to, or how far it is',
          params,
          response: { 200: directorySyncState },
        },
      },
      async (request) => syncStateOf(deps, request.params.key),
    );
  };
