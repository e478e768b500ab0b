import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { importSummary } from '../../contract/organisation.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/database.ts';
import { signedIn } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { importOrganisation } from './import-organisation.ts';
import { ORGANISATION_LIMITS } from './yaml-tree.ts';

export interface OrganisationRoutesDeps {
  db: Database<DB>;
  clock: Clock;
  ids: IdSource;
}

/** The import of the organisation under /api/v1; the pages about teams belong to insight. */
export const organisationRoutes =
  ({ db, clock, ids }: OrganisationRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.addContentTypeParser(
      ['application/yaml', 'application/x-yaml', 'text/yaml'],
      { parseAs: 'string', bodyLimit: ORGANISATION_LIMITS.size },
      (_request, body, done) => done(null, body),
    );

    app.post(
      '/api/v1/organisation/import',
      {
        config: { access: { scope: 'admin', roles: ['admin', 'security'] } },
        bodyLimit: ORGANISATION_LIMITS.size,
        schema: {
          tags: ['organisation'],
          summary: 'Import business units, teams, people, repositories and services from YAML',
          body: z.string(),
          response: { 200: importSummary },
        },
      },
      async (request) => {
        const { label } = signedIn(request);
        return db
          .transaction()
          .execute((tx) => importOrganisation(tx, ids, request.body, { by: label, now: clock.now() }));
      },
    );
  };
