import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import { addedToken } from '../../../contract/access.ts';
import {
  addServiceAccount as addBody,
  changeServiceAccount as changeBody,
  serviceAccount,
  serviceAccountList,
  addServiceToken as tokenBody,
} from '../../../contract/service-accounts.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { signedIn } from '../actor.ts';
import type { AccessRoutesDeps } from '../deps.ts';
import {
  addServiceAccount,
  addServiceToken,
  changeServiceAccount,
  shownService,
} from './service-accounts.ts';
import { selectServices, tokensOfServices } from './store.ts';
import { trustRoutes } from './trust-routes.ts';

const tags = ['access'];
const ADMIN = { scope: 'admin', roles: ['admin'] } as const;
const SEEING = { scope: 'admin', roles: ['security'] } as const;
const params = z.object({ key: z.string().max(100) });

/** Accounts of programs, and the pipelines that they trust. */
export const serviceRoutes =
  (deps: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids, credentials } = deps;
    await app.register(trustRoutes(deps));
    const handOf = (request: FastifyRequest) => ({ by: signedIn(request).label, now: clock.now() });

    app.get(
      '/api/v1/service-accounts',
      {
        config: { access: SEEING },
        schema: {
          tags,
          summary: 'Accounts of programs, with their tokens',
          response: { 200: serviceAccountList },
        },
      },
      async () => {
        const rows = await selectServices(db, sql`true`);
        const tokens = await tokensOfServices(
          db,
          rows.map(({ id }) => id),
        );
        return { items: rows.map((row) => shownService(row, tokens)) };
      },
    );

    app.post(
      '/api/v1/service-accounts',
      {
        config: { access: ADMIN },
        schema: {
          tags,
          summary: 'Make an account for a program',
          body: addBody,
          response: { 201: serviceAccount },
        },
      },
      async (request, reply) => {
        const row = await db
          .transaction()
          .execute((tx) => addServiceAccount(tx, ids, request.body, handOf(request)));
        return reply.code(201).send(shownService(row, []));
      },
    );

    app.patch(
      '/api/v1/service-accounts/:key',
      {
        config: { access: ADMIN },
        schema: {
          tags,
          summary: 'Change what is named; disabled, its tokens stop at once',
          params,
          body: changeBody,
          response: { 200: serviceAccount },
        },
      },
      async (request) => {
        const row = await db
          .transaction()
          .execute((tx) => changeServiceAccount(tx, request.params.key, request.body, handOf(request)));
        credentials.forget();
        return shownService(row, await tokensOfServices(db, [row.id]));
      },
    );

    app.post(
      '/api/v1/service-accounts/:key/tokens',
      {
        config: { access: ADMIN, shownOnce: true },
        schema: {
          tags,
          summary: 'Make a token of a service account; its text is shown once',
          params,
          body: tokenBody,
          response: { 201: addedToken },
        },
      },
      async (request, reply) => {
        const { id, token, expiresAt } = await db
          .transaction()
          .execute((tx) => addServiceToken(tx, ids, request.params.key, request.body, handOf(request)));
        return reply
          .code(201)
          .send({ id: toPublicId('token', id), token, expiresAt: expiresAt.toISOString() });
      },
    );
  };
