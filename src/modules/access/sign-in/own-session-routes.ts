import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../audit.ts';
import type { SignInDeps } from './deps.ts';
import { selfOf } from './self.ts';
import { deleteOtherSessions, deleteSessionById } from './store.ts';

const READ = { access: { scope: 'read' } } as const;
const tags = ['access'];

/** A person ends their own sessions; that needs no new sign-in, since it only takes away. */
export const ownSessionRoutes =
  (deps: SignInDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.delete(
      '/api/v1/me/sessions/:id',
      {
        config: READ,
        schema: { tags, summary: 'End one of one’s own sessions', params: z.object({ id: z.uuid() }) },
      },
      async (request, reply) => {
        const { person } = await selfOf(deps, request);
        await deps.db.transaction().execute(async (tx) => {
          if ((await deleteSessionById(tx, person.id, request.params.id)) === 0)
            throw new AppError('LK-NOT-FOUND', 'You have no such session; it may have ended.');
          await audit(tx, person.email, 'session.end', toPublicId('person', person.id));
        });
        deps.credentials.forget();
        return reply.code(204).send();
      },
    );

    app.delete(
      '/api/v1/me/sessions',
      { config: READ, schema: { tags, summary: 'End all one’s own sessions but this one' } },
      async (request, reply) => {
        const { person, session } = await selfOf(deps, request);
        await deps.db.transaction().execute(async (tx) => {
          const ended = await deleteOtherSessions(tx, person.id, session.hash);
          await audit(tx, person.email, 'session.end-others', toPublicId('person', person.id), { ended });
        });
        deps.credentials.forget();
        return reply.code(204).send();
      },
    );
  };
