import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  addPipelineTrust,
  exchangedToken,
  exchangeToken,
  type PipelineTrust,
  pipelineTrust,
  pipelineTrustList,
} from '../../../contract/pipeline-trust.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../kernel/ids.ts';
import { signedIn } from '../actor.ts';
import { audit } from '../audit.ts';
import type { AccessRoutesDeps } from '../deps.ts';
import { exchange } from './exchange.ts';
import { issuerKeys } from './issuer-keys.ts';
import { serviceCalled } from './store.ts';
import { deleteTrust, insertTrust, selectTrusts, type TrustRow } from './trust-store.ts';

const tags = ['access'];
const ADMIN = { scope: 'admin', roles: ['admin'] } as const;
const SEEING = { scope: 'admin', roles: ['security'] } as const;
/** Per address; the runners of a company may share one. */
const ATTEMPTS = { max: 120, timeWindow: '1 minute' };

/** Which pipelines are trusted, and the trade of their token for ours. */
export const trustRoutes =
  (deps: AccessRoutesDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, ids, client } = deps;
    const issuers = issuerKeys({ client, clock });

    app.post(
      '/api/v1/token-exchange',
      {
        config: { access: 'public', rateLimit: ATTEMPTS, shownOnce: true },
        bodyLimit: 32 * 1024,
        schema: {
          tags,
          summary: 'Trade the signed token of a pipeline for one of fifteen minutes',
          body: exchangeToken,
          response: { 201: exchangedToken },
        },
      },
      async (request, reply) => {
        const { expiresAt, ...made } = await exchange({ db, clock, ids, issuers }, request.body);
        return reply.code(201).send({ ...made, expiresAt: expiresAt.toISOString() });
      },
    );

    app.get(
      '/api/v1/pipeline-trust',
      {
        config: { access: SEEING },
        schema: {
          tags,
          summary: 'Pipelines that may come without a secret',
          response: { 200: pipelineTrustList },
        },
      },
      async () => ({ items: (await selectTrusts(db, sql`true`)).map(shown) }),
    );

    app.post(
      '/api/v1/pipeline-trust',
      {
        config: { access: ADMIN },
        schema: {
          tags,
          summary: 'Trust pipelines by what their signed tokens say',
          body: addPipelineTrust,
          response: { 201: pipelineTrust },
        },
      },
      async (request, reply) => {
        const { account, ...trust } = request.body;
        const id = ids.next();
        const by = signedIn(request).label;
        const row = await db.transaction().execute(async (tx) => {
          const service = await serviceCalled(tx, account);
          if (!service)
            throw new AppError('LK-VALIDATION', `account: there is no service account ${account}`);
          await insertTrust(tx, { id, accountId: service.id, ...trust, by, at: clock.now() });
          await audit(tx, by, 'pipeline-trust.add', toPublicId('service', service.id), trust);
          return (await selectTrusts(tx, sql`c.id = ${id}`))[0]!;
        });
        return reply.code(201).send(shown(row));
      },
    );

    app.delete(
      '/api/v1/pipeline-trust/:id',
      {
        config: { access: ADMIN },
        schema: { tags, summary: 'Trust them no longer', params: z.object({ id: z.string().max(100) }) },
      },
      async (request, reply) => {
        const id = fromPublicId('pipelineTrust', request.params.id);
        await db.transaction().execute(async (tx) => {
          const [row] = id ? await selectTrusts(tx, sql`c.id = ${id}`) : [];
          if (!row) throw new AppError('LK-NOT-FOUND', 'There is no such agreement.');
          await deleteTrust(tx, row.id);
          const { issuer, audience, claims } = row;
          const subject = toPublicId('service', row.account_id);
          await audit(tx, signedIn(request).label, 'pipeline-trust.remove', subject, {
            issuer,
            audience,
            claims,
          });
        });
        return reply.code(204).send();
      },
    );
  };

const shown = (row: TrustRow): PipelineTrust => ({
  id: toPublicId('pipelineTrust', row.id),
  account: { key: row.account_key, name: row.account_name, disabled: row.disabled },
  issuer: row.issuer,
  audience: row.audience,
  claims: row.claims,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
});
