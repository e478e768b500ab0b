import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { activePolicy } from '../../../contract/policy.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { RouteAccess } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { policySchemaRoute } from './schema-route.ts';
import { activeRow } from './store.ts';
import { labelOf } from './versions.ts';

const access: RouteAccess = { scope: 'read' };
const tags = ['policy'];

/** The active policy: everybody who is signed in may read it. */
export const documentRoutes =
  (deps: { db: Kysely<DB> }): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(policySchemaRoute);
    app.get(
      '/api/v1/policy',
      { config: { access }, schema: { tags, response: { 200: activePolicy } } },
      async () => {
        const row = await activeRow(deps.db);
        if (!row) throw new AppError('LK-NOT-FOUND', 'No policy is stored yet.');
        const { version, author, reason, document } = row;
        return {
          version,
          label: labelOf(row),
          author,
          reason,
          createdAt: row.created_at.toISOString(),
          document,
        };
      },
    );
  };
