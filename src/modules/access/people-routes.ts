import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  addedPerson,
  addPerson as addPersonBody,
  changePerson as changePersonBody,
  person,
  personPage,
  signInLink,
} from '../../contract/access.ts';
import { pageQuery } from '../../contract/shapes.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import { signedIn } from './actor.ts';
import { audit } from './audit.ts';
import type { AccessRoutesDeps } from './deps.ts';
import { addPerson, changePerson, createSignInLink, signInUrl } from './people.ts';
import { listPeople, type PersonRow, personById } from './store.ts';

const ADMIN = { scope: 'admin', roles: ['admin'] } as const;

export const peopleRoutes =
  (deps: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids } = deps;
    const tags = ['access'];
    const params = z.object({ id: z.string() });

    app.get(
      '/api/v1/people',
      {
        config: { access: { scope: 'read' } },
        schema: { tags, summary: 'People, by email', querystring: pageQuery, response: { 200: personPage } },
      },
      async ({ query }) => {
        const rows = await listPeople(db, query.cursor ?? '', query.limit);
        const next = rows.length === query.limit ? rows.at(-1)!.email : null;
        return { items: rows.map(personOf), next };
      },
    );

    app.post(
      '/api/v1/people',
      {
        config: { access: ADMIN, shownOnce: true },
        schema: {
          tags,
          summary: 'Add a person; the sign-in link is shown once',
          body: addPersonBody,
          response: { 201: addedPerson },
        },
      },
      async (request, reply) => {
        const { label } = signedIn(request);
        const { id, secret } = await db
          .transaction()
          .execute((tx) => addPerson(tx, ids, request.body, clock.now(), label));
        const url = signInUrl(deps.publicUrl(), secret);
        return reply.code(201).send({ id: toPublicId('person', id), signInUrl: url });
      },
    );

    app.patch(
      '/api/v1/people/:id',
      {
        config: { access: ADMIN },
        schema: {
          tags,
          summary: 'Change name or roles; close or open the account',
          params,
          body: changePersonBody,
          response: { 200: person },
        },
      },
      async (request) => {
        const id = personIdOf(request.params.id);
        const { label } = signedIn(request);
        const row = await db
          .transaction()
          .execute((tx) => changePerson(tx, id, request.body, clock.now(), label));
        deps.credentials.forget();
        return personOf(row);
      },
    );

    app.post(
      '/api/v1/people/:id/sign-in-links',
      {
        config: { access: ADMIN, shownOnce: true },
        schema: {
          tags,
          summary: 'Make a new sign-in link, shown once',
          params,
          response: { 201: signInLink },
        },
      },
      async (request, reply) => {
        const id = personIdOf(request.params.id);
        const { secret } = await db.transaction().execute(async (tx) => {
          if (!(await personById(tx, id))) throw noSuchPerson();
          await audit(tx, signedIn(request).label, 'sign-in-link.add', toPublicId('person', id));
          return createSignInLink(tx, id, clock.now());
        });
        return reply.code(201).send({ signInUrl: signInUrl(deps.publicUrl(), secret) });
      },
    );
  };

const noSuchPerson = () => new AppError('LK-NOT-FOUND', 'There is no such person.');

function personIdOf(text: string): string {
  const id = fromPublicId('person', text);
  if (id === null) throw noSuchPerson();
  return id;
}

const personOf = (row: PersonRow) => ({
  id: toPublicId('person', row.id),
  email: row.email,
  name: row.name,
  roles: row.roles,
  disabledAt: row.disabled_at?.toISOString() ?? null,
});
