import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '../../../contract/access.ts';
import {
  askException,
  exception,
  exceptionBecause,
  exceptionNote,
  exceptionPage,
  exceptionPreview,
  exceptionsWaiting,
  extendException as extendShape,
  listExceptionsQuery,
  previewException,
} from '../../../contract/exceptions.ts';
import { together } from '../../../platform/together.ts';
import { signedIn } from '../../access/public.ts';
import { askForException } from './ask.ts';
import type { Asker, ExceptionsDeps } from './context.ts';
import { grantException, refuseException } from './decide.ts';
import { extendException, revokeException, withdrawException } from './end.ts';
import { grantedCsv } from './export-csv.ts';
import { previewOf } from './preview.ts';
import { countWaiting, listExceptions } from './select.ts';
import { getException } from './show.ts';

const params = z.object({ id: z.string().max(100) });
const tags = ['exceptions'];
const reading = { access: { scope: 'read' } } as const;
// Anyone who sees a finding may ask; who may decide follows from their team, not from the route.
const speaking = { access: { scope: 'admin', roles: ROLES } } as const;

/** What is shown depends on who asks. */
const forAsker = (asked: object, { label, personId, name }: Asker): string =>
  JSON.stringify([asked, label, personId, name]);

/** Exceptions: asked for, decided, ended. */
export const exceptionRoutes =
  (deps: ExceptionsDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/api/v1/exceptions/preview',
      {
        config: speaking,
        schema: {
          tags,
          summary: 'What an exception would cover, and who decides',
          body: previewException,
          response: { 200: exceptionPreview },
        },
      },
      async (request) => previewOf(deps, request.body, signedIn(request)),
    );

    app.post(
      '/api/v1/exceptions',
      {
        config: speaking,
        schema: {
          tags,
          summary:
            'Ask for an exception: a false positive, a risk to accept, something mitigated or repeated',
          body: askException,
          response: { 201: exception },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await askForException(deps, request.body, signedIn(request))),
    );

    app.get(
      '/api/v1/exceptions',
      {
        config: reading,
        schema: { tags, querystring: listExceptionsQuery, response: { 200: exceptionPage } },
      },
      async (request) => {
        const { query } = request;
        const asker = signedIn(request);
        return together(deps.db, `exceptions ${forAsker(query, asker)}`, () =>
          listExceptions(deps, query, asker),
        );
      },
    );

    app.get(
      '/api/v1/exceptions/waiting',
      { config: reading, schema: { tags, response: { 200: exceptionsWaiting } } },
      async (request) => {
        const asker = signedIn(request);
        return together(deps.db, `exceptions waiting ${forAsker({}, asker)}`, async () => ({
          waiting: await countWaiting(deps, asker),
        }));
      },
    );

    app.get(
      '/api/v1/exceptions/granted.csv',
      { config: reading, schema: { tags, summary: 'All that are granted, as CSV' } },
      async (_request, reply) =>
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="exceptions.csv"')
          .send(await grantedCsv(deps)),
    );

    app.get(
      '/api/v1/exceptions/:id',
      { config: reading, schema: { tags, params, response: { 200: exception } } },
      async (request) => {
        const asker = signedIn(request);
        return together(deps.db, `exception ${forAsker(request.params, asker)}`, () =>
          getException(deps, request.params.id, asker),
        );
      },
    );

    await app.register(wordRoutes(deps));
  };

const saying = { access: { ...speaking.access, about: { exception: 'id' } } } as const;

/** What people say of one that was asked or granted. */
const wordRoutes =
  (deps: ExceptionsDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = { tags, params, response: { 200: exception } };

    app.post(
      '/api/v1/exceptions/:id/grant',
      { config: saying, schema: { ...schema, summary: 'Say yes to an exception', body: exceptionNote } },
      async (request) => grantException(deps, request.params.id, request.body, signedIn(request)),
    );

    app.post(
      '/api/v1/exceptions/:id/refuse',
      { config: saying, schema: { ...schema, summary: 'Say no, and why', body: exceptionBecause } },
      async (request) => refuseException(deps, request.params.id, request.body, signedIn(request)),
    );

    app.post(
      '/api/v1/exceptions/:id/withdraw',
      {
        config: saying,
        schema: { ...schema, summary: 'Take back what one has asked', body: exceptionNote },
      },
      async (request) => withdrawException(deps, request.params.id, request.body, signedIn(request)),
    );

    app.post(
      '/api/v1/exceptions/:id/revoke',
      { config: saying, schema: { ...schema, summary: 'End what was granted', body: exceptionBecause } },
      async (request) => revokeException(deps, request.params.id, request.body, signedIn(request)),
    );

    app.post(
      '/api/v1/exceptions/:id/extend',
      { config: saying, schema: { ...schema, summary: 'Ask for the same until later', body: extendShape } },
      async (request) => extendException(deps, request.params.id, request.body, signedIn(request)),
    );
  };
