import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../../contract/access.ts';
import {
  decidedDispute,
  decideDispute as decideShape,
  dispute,
  disputePage,
  listDisputesQuery,
  openedDisputes,
  openDispute as openShape,
} from '../../../contract/disputes.ts';
import {
  addOverride as addShape,
  listOverridesQuery,
  overridePage,
  ownershipOverride,
} from '../../../contract/overrides.ts';
import { repositoryName } from '../../../contract/ownership.ts';
import { ownershipHistory, ownershipHistoryQuery } from '../../../contract/ownership-history.ts';
import { approvalRoutes } from '../approvals/approval-routes.ts';
import { listPeriods } from '../periods/periods.ts';
import { decideDispute, openDispute } from './disputes.ts';
import { getDispute, listDisputes } from './disputes-list.ts';
import type { MovingDeps } from './moving.ts';
import { addOverride, endOverride, listOverrides } from './overrides.ts';
import { speakerOf } from './who-speaks.ts';

const byId = z.object({ id: z.string().max(100) });
const tags = ['ownership'];
const reading = { access: { scope: 'read' } } as const;
// Any role may ask: whose team they are in decides what they may say.
const speaking = { access: { scope: 'admin', roles: ROLES } } as const;

/** "This is ours", "not ours", and what waits for approval. */
export const movingRoutes =
  (deps: MovingDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;
    await app.register(approvalRoutes(deps));

    app.get(
      '/api/v1/repositories/:key/ownership-history',
      {
        config: reading,
        schema: {
          tags,
          summary: 'Who owned what in a repository, and when',
          params: z.object({ key: repositoryName }),
          querystring: ownershipHistoryQuery,
          response: { 200: ownershipHistory },
        },
      },
      async ({ params, query }) => listPeriods(db, params.key, query),
    );

    app.post(
      '/api/v1/ownership/overrides',
      {
        config: speaking,
        schema: {
          tags,
          summary: '“This is ours”: a person’s word on who owns a place, for a time',
          body: addShape,
          response: { 201: ownershipOverride },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await addOverride(deps, request.body, await speakerOf(db, request))),
    );

    app.get(
      '/api/v1/ownership/overrides',
      { config: reading, schema: { tags, querystring: listOverridesQuery, response: { 200: overridePage } } },
      async (request) => listOverrides(db, request.query, clock.now()),
    );

    app.delete(
      '/api/v1/ownership/overrides/:id',
      {
        config: speaking,
        schema: { tags, summary: 'End an override', params: byId, response: { 200: ownershipOverride } },
      },
      async (request) => endOverride(deps, request.params.id, await speakerOf(db, request)),
    );

    app.post(
      '/api/v1/ownership/disputes',
      {
        config: speaking,
        schema: {
          tags,
          summary: '“Not ours, ask them”: the finding stays until its arbiter decides',
          body: openShape,
          response: { 201: openedDisputes },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await openDispute(deps, request.body, await speakerOf(db, request))),
    );

    app.get(
      '/api/v1/ownership/disputes',
      { config: reading, schema: { tags, querystring: listDisputesQuery, response: { 200: disputePage } } },
      async (request) => listDisputes(db, request.query, () => speakerOf(db, request)),
    );

    app.get(
      '/api/v1/ownership/disputes/:id',
      { config: reading, schema: { tags, params: byId, response: { 200: dispute } } },
      async (request) => getDispute(db, request.params.id),
    );

    app.post(
      '/api/v1/ownership/disputes/:id/decide',
      {
        config: speaking,
        schema: {
          tags,
          summary: 'Decide a dispute: moved, stays or withdrawn',
          params: byId,
          body: decideShape,
          response: { 200: decidedDispute },
        },
      },
      async (request) => decideDispute(deps, request.params.id, request.body, await speakerOf(db, request)),
    );
  };
