import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addedToken, addToken as addTokenBody, tokenList } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import { signedIn } from './actor.ts';
import type { AccessRoutesDeps } from './deps.ts';
import { listTokens, type TokenRow } from './store.ts';
import { addToken, revokeToken } from './tokens.ts';

const ADMIN = { scope: 'admin', roles: ['admin'] } as const;
const DAY_MS = 86_400_000;

export const tokenRoutes =
  (deps: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids } = deps;
    const tags = ['access'];

    app.get(
      '/api/v1/tokens',
      {
        config: { access: { scope: 'admin', roles: ['security'] } },
        schema: { tags, summary: 'API tokens, newest first', response: { 200: tokenList } },
      },
      async () => ({ items: (await listTokens(db)).map(tokenOf) }),
    );

    app.post(
      '/api/v1/tokens',
      {
        config: { access: ADMIN, shownOnce: true },
        schema: {
          tags,
          summary: 'Make an API token; its text is shown once',
          body: addTokenBody,
          response: { 201: addedToken },
        },
      },
      async (request, reply) => {
        const { name, scopes, expiresInDays } = request.body;
        const expiresAt = expiresInDays ? new Date(clock.now().getTime() + expiresInDays * DAY_MS) : null;
        const { label } = signedIn(request);
        const { id, token } = await db
          .transaction()
          .execute((tx) => addToken(tx, ids, { name, scopes, expiresAt }, label));
        const answer = { id: toPublicId('token', id), token, expiresAt: expiresAt?.toISOString() ?? null };
        return reply.code(201).send(answer);
      },
    );

    app.delete(
      '/api/v1/tokens/:id',
      {
        config: { access: ADMIN },
        schema: { tags, summary: 'Revoke an API token', params: z.object({ id: z.string() }) },
      },
      async (request, reply) => {
        const id = fromPublicId('token', request.params.id);
        if (id === null) throw new AppError('LK-NOT-FOUND', 'There is no such token.');
        const { label } = signedIn(request);
        await db.transaction().execute((tx) => revokeToken(tx, id, clock.now(), label));
        deps.credentials.forget();
        return reply.code(204).send();
      },
    );
  };

const tokenOf = (row: TokenRow) => ({
  id: toPublicId('token', row.id),
  name: row.name,
  scopes: row.scopes,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});
