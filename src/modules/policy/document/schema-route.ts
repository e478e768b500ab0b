import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { POLICY_SCHEMA_PATH, policyJsonSchema } from './json-schema.ts';

/** Editors ask again each time they start. */
const CACHE = 'public, max-age=86400';

/** `GET /schemas/policy.v1.json`, for editors, which do not sign in. */
export const policySchemaRoute: FastifyPluginAsyncZod = async (app) => {
  const body = JSON.stringify(policyJsonSchema(), null, 2);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  app.get(
    POLICY_SCHEMA_PATH,
    {
      config: { access: 'public' },
      schema: { tags: ['policy'], summary: 'JSON Schema of the policy document v1, for editors' },
    },
    async (request, reply) => {
      // Editors that run in a browser come from another origin; there is nothing of ours to protect in it.
      reply.header('cache-control', CACHE).header('etag', etag).header('access-control-allow-origin', '*');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type('application/schema+json').send(body);
    },
  );
};
