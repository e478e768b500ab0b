import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../contract/access.ts';
import {
  CLOSING_ROLES,
  closeFinding,
  findingPage,
  findingStateAnswer,
  listFindingsQuery,
  reopenFinding,
} from '../../contract/findings.ts';
import { refusal, signedIn } from '../access/public.ts';
import { type ClosingDeps, closeByHand, reopenByHand, type Stater } from './close-by-hand.ts';
import { correlationRoutes } from './correlation/routes.ts';
import { listFindings } from './queries.ts';

const byId = z.object({ id: z.string() });
const tags = ['findings'];

export const findingRoutes =
  (deps: ClosingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    // Any role may ask: whoever found it by hand may close it. The use-case knows who did.
    const stating = { access: { scope: 'admin', roles: ROLES } } as const;

    await app.register(correlationRoutes(deps));

    app.get(
      '/api/v1/findings',
      {
        config: { access: { scope: 'read' } },
        schema: { tags, querystring: listFindingsQuery, response: { 200: findingPage } },
      },
      async (request) => listFindings(deps.db, request.query),
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
      async (request) => closeByHand(deps, request.params.id, request.body, staterOf(request)),
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
      async (request) => reopenByHand(deps, request.params.id, request.body, staterOf(request)),
    );
  };

function staterOf(request: FastifyRequest): Stater {
  const actor = signedIn(request);
  const { label, name, personId } = actor;
  return { label, name, personId, refused: refusal(actor, { scope: 'admin', roles: CLOSING_ROLES }) };
}
