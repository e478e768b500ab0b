import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { activePolicy } from '../../../contract/policy.ts';
import {
  checkedPolicy,
  checkPolicyBody,
  policyDiff,
  policyVersionDetail,
  policyVersionPage,
} from '../../../contract/policy-versions.ts';
import { pageQuery } from '../../../contract/shapes.ts';
import { together } from '../../../platform/together.ts';
import type { RouteAccess } from '../../access/public.ts';
import { checkPolicy } from './check.ts';
import type { LifecycleDeps } from './lifecycle.ts';
import { activePolicyAnswer, diffOf, listVersions, versionDetail } from './reading.ts';
import { policySchemaRoute } from './schema-route.ts';
import { versionRoutes } from './version-routes.ts';

const access: RouteAccess = { scope: 'read' };
const tags = ['policy'];
const number = z.coerce
  .number()
  .int()
  .positive()
  .max(2 ** 31 - 1);

/** The policy and its versions: everybody who is signed in may read and check them. */
export const documentRoutes =
  (deps: LifecycleDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db } = deps;
    await app.register(policySchemaRoute);
    await app.register(versionRoutes(deps));

    app.get(
      '/api/v1/policy',
      {
        config: { access },
        schema: { tags, summary: 'The policy that decides now', response: { 200: activePolicy } },
      },
      async (_request, reply) => {
        const { etag, answer } = await together(db, 'policy', () => activePolicyAnswer(db));
        reply.header('etag', etag);
        return answer;
      },
    );

    app.get(
      '/api/v1/policy/versions',
      {
        config: { access },
        schema: {
          tags,
          summary: 'All versions, newest first',
          querystring: pageQuery,
          response: { 200: policyVersionPage },
        },
      },
      async ({ query }) => listVersions(db, query),
    );

    app.get(
      '/api/v1/policy/versions/:version',
      {
        config: { access },
        schema: {
          tags,
          summary: 'A version with its document and when it was in force',
          params: z.object({ version: number }),
          response: { 200: policyVersionDetail },
        },
      },
      async ({ params }) => versionDetail(db, params.version),
    );

    app.get(
      '/api/v1/policy/versions/:version/diff/:other',
      {
        config: { access },
        schema: {
          tags,
          summary: 'What changed from one version to another',
          params: z.object({ version: number, other: number }),
          response: { 200: policyDiff },
        },
      },
      async ({ params }) => diffOf(db, params.version, params.other),
    );

    app.post(
      '/api/v1/policy/check',
      {
        config: { access },
        schema: {
          tags,
          summary: 'What is wrong with a document, and what can hardly have been meant',
          body: checkPolicyBody,
          response: { 200: checkedPolicy },
        },
      },
      async ({ body }) => {
        const { policy, problems, warnings } = checkPolicy(body.document);
        return { valid: policy !== null, problems, warnings };
      },
    );
  };
