import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { isPublic } from './route-access.ts';

export type SecurityScheme =
  | { type: 'http'; scheme: string; description?: string }
  | { type: 'apiKey'; in: 'cookie' | 'header'; name: string; description?: string };

export interface OpenApiOptions {
  title: string;
  version: string;
  securitySchemes?: Record<string, SecurityScheme>;
}

const zodTransform = createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } });

/** OpenAPI 3.1 from the routes' own schemas at /openapi.json; only what lies under /api is described. */
export async function describeApi(app: FastifyInstance, options: OpenApiOptions): Promise<void> {
  const securitySchemes = options.securitySchemes ?? {};
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: options.title, version: options.version },
      components: { securitySchemes, schemas: { Problem: PROBLEM } },
      security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    },
    transform: (input) => {
      const hide = !input.url.startsWith('/api/');
      const route = zodTransform({ ...input, schema: hide ? { hide } : (input.schema ?? {}) });
      if (hide) return route;
      const security = isPublic(input.route) ? { security: [] } : {};
      const response = { ...(route.schema['response'] as object | undefined), default: PROBLEM_ANSWER };
      return { ...route, schema: { ...route.schema, ...security, response } };
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

const text = { type: 'string' } as const;
const PROBLEM = {
  type: 'object' as const,
  description: 'RFC 9457. `code` is stable; `help` says what to do.',
  required: ['type', 'title', 'status', 'code', 'detail', 'help', 'instance'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' as const },
    code: text,
    detail: text,
    help: text,
    instance: text,
    fields: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['field', 'message'],
        properties: { field: text, message: text },
      },
    },
  },
};
const PROBLEM_ANSWER = {
  description: 'What went wrong, and what to do.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
