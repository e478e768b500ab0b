import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ask,
  askPage,
  askPreview,
  changeAsk as changeAskBody,
  commentAsk as commentAskBody,
  listAsksQuery,
  newAsk,
  teamAsks as teamAsksAnswer,
} from '../../../contract/asks.ts';
import { together } from '../../../platform/together.ts';
import { type Actor, signedIn } from '../../access/public.ts';
import { changeAsk } from './change-ask.ts';
import { commentAsk } from './comment-ask.ts';
import type { AskDeps, Speaker } from './deps.ts';
import { makeAsk } from './make-ask.ts';
import { planAsk } from './plan-ask.ts';
import { listAsks, teamAsks } from './read-asks.ts';
import { showAsk } from './show-ask.ts';
import { findAskId } from './store.ts';

const byId = z.object({ id: z.string().max(100) });
const tags = ['asks'];
const READ = { access: { scope: 'read' } } as const;
/** Of which side they are is looked up once the ask is known. */
const WRITE = {
  access: {
    scope: 'admin',
    roles: ['developer', 'champion', 'partner', 'manager', 'leader', 'security'],
  },
} as const;

const CHANGE = { access: { ...WRITE.access, about: { ask: 'id' } } } as const;

/** A program with a token of its own may do all. */
const speakerOf = ({ label, name, personId, roles }: Actor): Speaker => ({
  label,
  name,
  personId,
  roles: personId === null ? ['admin'] : roles,
});

export const askRoutes =
  (deps: AskDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;

    app.get(
      '/api/v1/asks',
      {
        config: READ,
        schema: {
          tags,
          summary: 'Work that one side wants of the other; what waits longest first',
          querystring: listAsksQuery,
          response: { 200: askPage },
        },
      },
      async ({ query }) =>
        together(db, `asks ${JSON.stringify(query)}`, () => listAsks(db, query, clock.now())),
    );

    app.get(
      '/api/v1/teams/:team/asks',
      {
        config: READ,
        schema: {
          tags,
          summary: 'Open asks of a team in both directions: who waits for whom, since when',
          params: z.object({ team: z.string().max(100) }),
          response: { 200: teamAsksAnswer },
        },
      },
      async ({ params }) =>
        together(db, `asks of ${params.team}`, () => teamAsks(db, params.team, clock.now())),
    );

    app.post(
      '/api/v1/asks/preview',
      {
        config: WRITE,
        schema: {
          tags,
          summary: 'Whose queue an ask would come to, and why; nothing is made',
          body: newAsk,
          response: { 200: askPreview },
        },
      },
      async (request) => {
        const { from, to, direction, kind, kindBecause, because } = await planAsk(
          db,
          request.body,
          speakerOf(signedIn(request)),
        );
        const named = ({ key, name }: { key: string; name: string }) => ({ key, name });
        return { from: named(from), to: named(to), queue: to.queue, direction, kind, kindBecause, because };
      },
    );

    app.post(
      '/api/v1/asks',
      {
        config: WRITE,
        schema: {
          tags,
          summary: 'Ask; a team’s ask finds its team of security by itself',
          body: newAsk,
          response: { 201: ask },
        },
      },
      async (request, reply) => {
        const speaker = speakerOf(signedIn(request));
        const { id } = await makeAsk(deps, request.body, speaker);
        return reply.code(201).send(await showAsk(db, id, speaker, clock.now()));
      },
    );

    app.get(
      '/api/v1/asks/:id',
      { config: READ, schema: { tags, params: byId, response: { 200: ask } } },
      async (request) => {
        const actor = signedIn(request);
        // What may be done is looked up anew when it is done; here it is said as every request has it.
        const reader = { ...speakerOf(actor), holds: actor.holds };
        return showAsk(db, await findAskId(db, request.params.id), reader, clock.now());
      },
    );

    app.patch(
      '/api/v1/asks/:id',
      {
        config: CHANGE,
        schema: {
          tags,
          summary: 'Change what is named; with `to` it goes on in the queue of another team of security',
          params: byId,
          body: changeAskBody,
          response: { 200: ask },
        },
      },
      async (request) => {
        const speaker = speakerOf(signedIn(request));
        const id = await findAskId(db, request.params.id);
        return showAsk(db, await changeAsk(deps, id, request.body, speaker), speaker, clock.now());
      },
    );

    app.post(
      '/api/v1/asks/:id/comments',
      {
        config: CHANGE,
        schema: {
          tags,
          summary: 'Say something; a question back hands over the turn',
          params: byId,
          body: commentAskBody,
          response: { 201: ask },
        },
      },
      async (request, reply) => {
        const speaker = speakerOf(signedIn(request));
        const id = await findAskId(db, request.params.id);
        await commentAsk(deps, id, request.body, speaker);
        return reply.code(201).send(await showAsk(db, id, speaker, clock.now()));
      },
    );
  };
