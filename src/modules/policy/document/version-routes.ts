import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { activatePolicy, draftPolicy, policyVersionDetail } from '../../../contract/policy-versions.ts';
import { type RouteAccess, signedIn } from '../../access/public.ts';
import {
  activateVersion,
  approveVersion,
  currentEtag,
  draftVersion,
  type LifecycleDeps,
  withdrawVersion,
} from './lifecycle.ts';
import { versionDetail } from './reading.ts';

/** Who may change the policy: security and admins. */
const access: RouteAccess = { scope: 'admin', roles: ['security'] };
const tags = ['policy'];
const byNumber = z.object({
  version: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 31 - 1),
});
const response = { 200: policyVersionDetail };
const precondition = z.object({ 'if-match': z.string().max(500).optional() });

/** A version's life: saved, approved, in force, taken back. */
export const versionRoutes =
  (deps: LifecycleDeps): FastifyPluginAsyncZod =>
  async (app) => {
    // Whoever was told that the policy changed meanwhile finds the newest tag in the same answer.
    app.addHook('onError', async (_request, reply, error) => {
      const { code, detail } = error as { code?: string; detail?: { etag?: unknown } };
      if (code === 'LK-PRECONDITION' && typeof detail?.etag === 'string') reply.header('etag', detail.etag);
    });

    app.post(
      '/api/v1/policy/versions',
      {
        config: { access },
        schema: {
          tags,
          summary: 'Save a draft; nothing changes by it. If-Match: the ETag of GET /api/v1/policy',
          headers: precondition,
          body: draftPolicy,
          response: { 201: policyVersionDetail },
        },
      },
      async (request, reply) => {
        const version = await draftVersion(
          deps,
          request.body,
          signedIn(request),
          request.headers['if-match'],
        );
        reply.header('etag', await currentEtag(deps.db));
        return reply.code(201).send(await versionDetail(deps.db, version));
      },
    );

    app.post(
      '/api/v1/policy/versions/:version/approve',
      {
        config: { access },
        schema: { tags, summary: 'Approve a draft that somebody else wrote', params: byNumber, response },
      },
      async (request) => {
        await approveVersion(deps, request.params.version, signedIn(request));
        return versionDetail(deps.db, request.params.version);
      },
    );

    app.post(
      '/api/v1/policy/versions/:version/activate',
      {
        config: { access },
        schema: {
          tags,
          summary: 'Put an approved version in force, or an older one again',
          headers: precondition,
          params: byNumber,
          body: activatePolicy,
          response,
        },
      },
      async (request, reply) => {
        const { params, body, headers } = request;
        await activateVersion(deps, params.version, body, signedIn(request), headers['if-match']);
        reply.header('etag', await currentEtag(deps.db));
        return versionDetail(deps.db, params.version);
      },
    );

    app.post(
      '/api/v1/policy/versions/:version/withdraw',
      {
        config: { access },
        schema: { tags, summary: 'Take back a version that was never in force', params: byNumber, response },
      },
      async (request) => {
        await withdrawVersion(deps, request.params.version, signedIn(request));
        return versionDetail(deps.db, request.params.version);
      },
    );
  };
