import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { ROLES } from '../../../contract/access.ts';
import { bulkChange, bulkPreview, bulkRequest } from '../../../contract/bulk.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type Actor, signedIn } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { BulkDeps } from './acts.ts';
import { getBulk, previewBulk, startBulk, undoBulk } from './bulk.ts';

const byId = z.object({ id: z.string().max(100) });
const tags = ['findings'];
/** Ten thousand ids and a reason. */
const BODY_BYTES = 1_000_000;

/** What is done to many findings at once. What each finding allows to whom is decided one by one. */
export const bulkRoutes =
  (deps: BulkDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { access: { scope: 'admin', roles: ROLES } } as const;

    app.post(
      '/api/v1/findings/bulk/preview',
      {
        config,
        bodyLimit: BODY_BYTES,
        schema: {
          tags,
          summary: 'What a bulk change would do, what it would leave out, and why',
          body: bulkRequest,
          response: { 200: bulkPreview },
        },
      },
      async (request) => previewBulk(deps, request.body, await personOf(deps.db, request)),
    );
    app.post(
      '/api/v1/findings/bulk',
      {
        config,
        bodyLimit: BODY_BYTES,
        schema: {
          tags,
          summary: 'Do the same to many findings; more than 200 are done in the background',
          body: bulkRequest,
          response: { 201: bulkChange },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await startBulk(deps, request.body, await personOf(deps.db, request))),
    );
    app.get(
      '/api/v1/findings/bulk/:id',
      {
        config: { access: { scope: 'read' } },
        schema: { tags, params: byId, response: { 200: bulkChange } },
      },
      async (request) => getBulk(deps, request.params.id),
    );
    app.post(
      '/api/v1/findings/bulk/:id/undo',
      {
        config,
        schema: {
          tags,
          summary: 'Take back what is still as the bulk change left it',
          params: byId,
          response: { 200: bulkChange },
        },
      },
      async (request) => undoBulk(deps, request.params.id, await personOf(deps.db, request)),
    );
  };

/** What is said of findings is a person's word, by their own name, with a token of theirs as well. */
async function personOf(db: Kysely<DB>, request: FastifyRequest): Promise<Actor> {
  const actor = signedIn(request);
  if (actor.personId === null)
    throw new AppError('LK-FORBIDDEN', 'Bulk changes are made by people: sign in.');
  if (actor.kind === 'person') return actor;
  const person = await db
    .selectFrom('v_access_person')
    .select('email')
    .where('id', '=', actor.personId)
    .executeTakeFirst();
  return { ...actor, label: person?.email ?? actor.label };
}
