import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  answerApproval as answerShape,
  approval,
  approvalPage,
  listApprovalsQuery,
} from '../../../contract/approvals.ts';
import { signedIn } from '../../access/public.ts';
import type { MovingDeps } from '../moving/moving.ts';
import { answerApproval, listApprovals } from './approvals.ts';

const tags = ['ownership'];
const byId = z.object({ id: z.string().max(100) });
const deciding = { access: { scope: 'admin', roles: ['security'] } } as const;

/** Changes of files that lower the judgement of risk: what waits, and the answers of security. */
export const approvalRoutes =
  (deps: MovingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/ownership/approvals',
      {
        config: { access: { scope: 'read' } },
        schema: { tags, querystring: listApprovalsQuery, response: { 200: approvalPage } },
      },
      async ({ query }) => listApprovals(deps.db, query),
    );

    for (const [verb, state] of [
      ['approve', 'approved'],
      ['refuse', 'refused'],
    ] as const) {
      app.post(
        `/api/v1/ownership/approvals/:id/${verb}`,
        {
          config: deciding,
          schema: {
            tags,
            summary: `A value that lowers the judgement of risk is ${state}`,
            params: byId,
            body: answerShape,
            response: { 200: approval },
          },
        },
        async (request) => {
          const note = request.body.note ?? null;
          return answerApproval(deps, request.params.id, { state, note }, signedIn(request).label);
        },
      );
    }
  };
