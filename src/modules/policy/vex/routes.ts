import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { vexImported, vexImportQuery, vexQuery } from '../../../contract/vex.ts';
import { type RouteAccess, signedIn } from '../../access/public.ts';
import type { ExceptionsDeps } from '../exceptions/context.ts';
import { exportVex } from './export.ts';
import { importVex } from './import.ts';

/** Statements of a product; a whole database of a maker is no document. */
const MAX_BYTES = 16 * 1024 ** 2;

const access: RouteAccess = { scope: 'read' };

/** VEX documents: what this house says of vulnerabilities, for those who use what it makes. */
export const vexRoutes =
  (deps: ExceptionsDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/vex',
      {
        config: { access },
        schema: {
          tags: ['policy'],
          summary: 'What is affected, not affected, looked into and fixed, as OpenVEX',
          querystring: vexQuery,
        },
      },
      async (request, reply) => {
        const document = await exportVex(deps.db, request.query, deps.clock.now());
        const name = (request.query.repository ?? request.query.target!).replace(/[^\w.-]+/g, '-');
        reply.header('content-disposition', `attachment; filename="${name}.openvex.json"`);
        return document;
      },
    );

    app.post(
      '/api/v1/vex',
      {
        config: { access: { scope: 'admin', roles: ['security'] } },
        bodyLimit: MAX_BYTES,
        schema: {
          tags: ['exceptions'],
          summary: 'Take in what an OpenVEX, CycloneDX or CSAF document states as not affected',
          querystring: vexImportQuery,
          body: z.record(z.string(), z.unknown()),
          response: { 200: vexImported },
        },
      },
      async (request) =>
        importVex(deps, request.query.name, Buffer.from(JSON.stringify(request.body)), signedIn(request)),
    );
  };
