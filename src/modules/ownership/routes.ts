import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ownershipFiles,
  ownershipProblems,
  repositoryName,
  resolvedOwner,
  resolveQuery,
} from '../../contract/ownership.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import { audit, signedIn } from '../access/public.ts';
import { ensureRepository } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
import { aboutSchemaRoute } from './forms/schema-route.ts';
import { ownershipChanged } from './moving/moving.ts';
import { explainResource } from './resources/load-resources.ts';
import { explainOwner, storeFilesOf } from './service.ts';

export interface OwnershipRoutesDeps {
  db: Database<DB>;
  clock: Clock;
  ids: IdSource;
  /** Tells `ownership.changed`. */
  publish?: Publish<DB>;
}

/** CODEOWNERS may have 3 MB, and JSON makes it longer. */
const MAX_FILES_BYTES = 16 * 1024 * 1024;

export const ownershipRoutes =
  ({ db, clock, ids, publish }: OwnershipRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const tags = ['ownership'];
    await app.register(aboutSchemaRoute);

    app.get(
      '/api/v1/ownership/resolve',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags,
          summary: 'Who owns a path of a repository, or a resource, and why',
          querystring: resolveQuery,
          response: { 200: resolvedOwner },
        },
      },
      async ({ query: { repository = '', path = null, resource } }) =>
        resource === undefined
          ? explainOwner(db, repository, path, clock.now())
          : explainResource(db, resource, clock.now()),
    );

    app.post(
      '/api/v1/repositories/:key/ownership-files',
      {
        config: { access: { scope: 'admin', roles: ['security'], about: { repository: 'key' } } },
        bodyLimit: MAX_FILES_BYTES,
        schema: {
          tags,
          summary: 'All ownership files of a repository, as they stand on its default branch',
          params: z.object({ key: repositoryName }),
          body: ownershipFiles,
          response: { 200: ownershipProblems },
        },
      },
      async (request) => {
        const { key } = request.params;
        const { files } = request.body;
        const { label } = signedIn(request);
        const problems = await db.transaction().execute(async (tx) => {
          const found = await storeFilesOf(tx, { ids, now: clock.now() }, key, files);
          const { id: repositoryId } = await ensureRepository(tx, ids, key);
          if (publish) await ownershipChanged(publish, tx, { repositoryId });
          await audit(tx, label, 'ownership.files', key, { files: files.map(({ path }) => path) });
          return found;
        });
        return { problems };
      },
    );
  };
