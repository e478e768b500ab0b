import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  newProvider,
  provider,
  providerBody,
  providerKey,
  providerList,
  providerTest,
} from '../../../../contract/identity-providers.ts';
import { signedIn } from '../../actor.ts';
import { audit } from '../../audit.ts';
import type { SignInDeps } from '../deps.ts';
import { findProvider, listProviders } from '../store-providers.ts';
import { tryProvider } from './try-provider.ts';
import { noProvider, putProvider, removeProvider, shownProvider } from './write-provider.ts';

/** Whoever says which groups are admins is an admin. */
const config = { access: { scope: 'admin', roles: ['admin'] } } as const;
const tags = ['access'];
const params = z.object({ key: providerKey });

/** Identity providers, for admins. */
export const providerRoutes =
  (deps: SignInDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;

    app.get(
      '/api/v1/identity-providers',
      { config, schema: { tags, summary: 'Identity providers', response: { 200: providerList } } },
      async () => {
        const rows = await listProviders(db);
        return { items: rows.map((row) => shownProvider(row, deps.publicUrl())) };
      },
    );

    app.post(
      '/api/v1/identity-providers',
      {
        config,
        schema: { tags, summary: 'Add an identity provider', body: newProvider, response: { 201: provider } },
      },
      async (request, reply) => {
        const { key, ...body } = request.body;
        const { label } = signedIn(request);
        const row = await putProvider(deps, key, body, clock.now(), label, { isNew: true });
        return reply.code(201).send(shownProvider(row, deps.publicUrl()));
      },
    );

    app.put(
      '/api/v1/identity-providers/:key',
      {
        config,
        schema: {
          tags,
          summary: 'Change an identity provider; a secret that is not named stays, null removes it',
          params,
          body: providerBody,
          response: { 200: provider },
        },
      },
      async (request) => {
        const { label } = signedIn(request);
        const row = await putProvider(deps, request.params.key, request.body, clock.now(), label);
        return shownProvider(row, deps.publicUrl());
      },
    );

    app.delete(
      '/api/v1/identity-providers/:key',
      { config, schema: { tags, summary: 'Remove an identity provider and all that it gave', params } },
      async (request, reply) => {
        await removeProvider(db, request.params.key, signedIn(request).label);
        deps.credentials.forget();
        return reply.code(204).send();
      },
    );

    app.post(
      '/api/v1/identity-providers/:key/test',
      {
        config,
        schema: {
          tags,
          summary: 'Whether people could sign in by it, and if not, what is wrong',
          params,
          response: { 200: providerTest },
        },
      },
      async (request) => {
        const { key } = request.params;
        const row = await findProvider(db, key);
        if (!row) throw noProvider();
        const test = await tryProvider(deps, row);
        await audit(db, signedIn(request).label, 'identity-provider.test', key, { ok: test.ok });
        return test;
      },
    );
  };
