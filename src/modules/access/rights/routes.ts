import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { giveGrant as giveGrantBody, grant, grantList } from '../../../contract/grants.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { signedIn } from '../actor.ts';
import type { AccessRoutesDeps } from '../deps.ts';
import { giveGrant, shownGrant, takeGrant } from './grants.ts';
import { selectGrants } from './store.ts';

const tags = ['access'];
const ADMIN = { scope: 'admin', roles: ['admin'] } as const;
const SEEING = { scope: 'admin', roles: ['security'] } as const;
const params = z.object({ id: z.string().max(100) });

/** Roles for one team, or for one unit with all below it. */
export const grantRoutes =
  (deps: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids, credentials } = deps;
    const handOf = (request: FastifyRequest) => ({ by: signedIn(request).label, now: clock.now() });

    app.get(
      '/api/v1/grants',
      {
        config: { access: SEEING },
        schema: {
          tags,
          summary: 'Roles that people have for a team or a unit',
          response: { 200: grantList },
        },
      },
      async () => ({ items: (await selectGrants(db, sql`true`)).map(shownGrant) }),
    );

    app.get(
      '/api/v1/people/:id/grants',
      {
        config: { access: SEEING },
        schema: {
          tags,
          summary: 'A person’s roles for teams and units',
          params,
          response: { 200: grantList },
        },
      },
      async (request) => {
        const personId = personIdOf(request.params.id);
        return { items: (await selectGrants(db, sql`g.person_id = ${personId}`)).map(shownGrant) };
      },
    );

    app.post(
      '/api/v1/people/:id/grants',
      {
        config: { access: ADMIN },
        schema: {
          tags,
          summary: 'Give a person a role for a team, or for a unit with all below it',
          params,
          body: giveGrantBody,
          response: { 201: grant },
        },
      },
      async (request, reply) => {
        const personId = personIdOf(request.params.id);
        const given = await db
          .transaction()
          .execute((tx) => giveGrant(tx, ids, personId, request.body, handOf(request)));
        credentials.forget();
        return reply.code(201).send(given);
      },
    );

    app.delete(
      '/api/v1/people/:id/grants/:grant',
      {
        config: { access: ADMIN },
        schema: {
          tags,
          summary: 'Take a role for a team or a unit away',
          params: params.extend({ grant: z.string().max(100) }),
        },
      },
      async (request, reply) => {
        const personId = personIdOf(request.params.id);
        await db
          .transaction()
          .execute((tx) => takeGrant(tx, personId, request.params.grant, handOf(request)));
        credentials.forget();
        return reply.code(204).send();
      },
    );
  };

function personIdOf(text: string): string {
  const id = fromPublicId('person', text);
  if (id === null) throw new AppError('LK-NOT-FOUND', 'There is no such person.');
  return id;
}
