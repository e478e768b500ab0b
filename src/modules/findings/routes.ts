import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../contract/access.ts';
import { findingFilter } from '../../contract/finding-filter.ts';
import {
  CLOSING_ROLES,
  closeFinding,
  findingPage,
  findingStateAnswer,
  listFindingsQuery,
  reopenFinding,
} from '../../contract/findings.ts';
import { CSV_TYPE } from '../../platform/http/csv.ts';
import { together } from '../../platform/together.ts';
import { placeOf, refusal, signedIn } from '../access/public.ts';
import { type ClosingDeps, closeByHand, reopenByHand, type Stater } from './close-by-hand.ts';
import { correlationRoutes } from './correlation/routes.ts';
import { exportFindings } from './explore/export.ts';
import { listFindings } from './explore/list.ts';
import { viewRoutes } from './explore/view-routes.ts';

const byId = z.object({ id: z.string() });
const tags = ['findings'];

export const findingRoutes =
  (deps: ClosingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    // Any role may ask: whoever found it by hand may close it. The use-case knows who did.
    const stating = { access: { scope: 'admin', roles: ROLES, about: { finding: 'id' } } } as const;

    await app.register(correlationRoutes(deps));
    await app.register(viewRoutes(deps));

    app.get(
      '/api/v1/findings',
      {
        config: { access: { scope: 'read' } },
        schema: { tags, querystring: listFindingsQuery, response: { 200: findingPage } },
      },
      async ({ query }) =>
        together(deps.db, `findings ${JSON.stringify(query)}`, () =>
          listFindings(deps.db, query, deps.clock.now()),
        ),
    );

    app.get(
      '/api/v1/findings/export.csv',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags,
          summary: 'What a filter holds, as CSV: at most 100,000 findings',
          querystring: findingFilter,
        },
      },
      async (request, reply) =>
        reply
          .type(CSV_TYPE)
          .header('content-disposition', 'attachment; filename="findings.csv"')
          .send(Readable.from(exportFindings(deps.db, request.query, deps.clock.now()))),
    );

    app.post(
      '/api/v1/findings/:id/close',
      {
        config: stating,
        schema: {
          tags,
          summary: 'State with evidence that a secret is revoked or a finding by hand retested',
          params: byId,
          body: closeFinding,
          response: { 200: findingStateAnswer },
        },
      },
      async (request) => closeByHand(deps, request.params.id, request.body, await staterOf(request)),
    );

    app.post(
      '/api/v1/findings/:id/reopen',
      {
        config: stating,
        schema: {
          tags,
          summary: 'Undo a closing by hand',
          params: byId,
          body: reopenFinding,
          response: { 200: findingStateAnswer },
        },
      },
      async (request) => reopenByHand(deps, request.params.id, request.body, await staterOf(request)),
    );
  };

async function staterOf(request: FastifyRequest): Promise<Stater> {
  const actor = signedIn(request);
  const { label, name, personId } = actor;
  const refused = refusal(actor, { scope: 'admin', roles: CLOSING_ROLES }, await placeOf(request));
  return { label, name, personId, refused };
}
