import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { enterScreen, wallQuery, wall as wallShape } from '../../../contract/wall.ts';
import { AppError } from '../../../kernel/errors.ts';
import { together } from '../../../platform/together.ts';
import { findScope, type Scope } from '../asking/scope.ts';
import type { OutwardDeps } from './deps.ts';
import { eventStream } from './live/event-stream.ts';
import { openLiveWalls, type Watcher } from './live/live-walls.ts';
import { findPublication } from './publications.ts';
import { wallOf } from './wall-of.ts';

/** Opens the numbers of one wall and nothing else: it is sent to no other address. */
const SCREEN_COOKIE = 'lk_screen';
const SCREEN_PATH = '/api/v1/screen';
const ATTEMPTS = { max: 30, timeWindow: '1 minute' };
const tags = ['insight'];

/**
 * The wall: for people who are signed in, and for a screen that holds the key of a publication. Both live by
 * server-sent events; `Last-Event-ID` spares who comes back what it has seen.
 */
export const wallRoutes =
  (deps: OutwardDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock, publicUrl } = deps;
    const walls = openLiveWalls(deps, deps.live);
    app.addHook('preClose', () => walls.close());
    const reading = { access: { scope: 'read' } } as const;
    const open = { access: 'public' } as const;

    function live(
      request: FastifyRequest,
      reply: FastifyReply,
      of: Pick<Watcher, 'scope' | 'titles' | 'stillMay'>,
    ): void {
      walls.demandRoom();
      const seen = request.headers['last-event-id'];
      reply.hijack();
      const leave = walls.watch({
        ...of,
        seen: typeof seen === 'string' ? seen : null,
        stream: eventStream(reply.raw, reply.getHeaders()),
      });
      reply.raw.on('close', leave);
    }

    app.get(
      '/api/v1/wall',
      {
        config: reading,
        schema: {
          tags,
          summary: 'Numbers for a screen',
          querystring: wallQuery,
          response: { 200: wallShape },
        },
      },
      async ({ query }) =>
        together(db, `wall ${JSON.stringify(query)}`, async () =>
          wallOf(db, await findScope(db, query), clock.now(), true),
        ),
    );

    app.get(
      '/api/v1/live',
      {
        exposeHeadRoute: false,
        config: reading,
        schema: {
          tags,
          summary: 'The same as server-sent events, one whenever the counts change',
          querystring: wallQuery,
        },
      },
      async (request, reply) => {
        const scope = await findScope(db, request.query);
        live(request, reply, { scope, titles: true, stillMay: () => deps.stillReads(request) });
        return reply;
      },
    );

    app.post(
      SCREEN_PATH,
      {
        config: { ...open, rateLimit: ATTEMPTS },
        schema: {
          tags,
          summary: 'Trade the key of a wall for a cookie that opens this wall alone',
          body: enterScreen,
          response: { 204: z.null() },
        },
      },
      async ({ body }, reply) => {
        if (!(await findPublication(db, 'wall', body.key))) throw ended();
        return reply
          .setCookie(SCREEN_COOKIE, body.key, {
            path: SCREEN_PATH,
            httpOnly: true,
            sameSite: 'strict',
            secure: publicUrl().startsWith('https:'),
            maxAge: 400 * 86_400,
          })
          .code(204)
          .send(null);
      },
    );

    app.get(
      SCREEN_PATH,
      {
        config: open,
        schema: {
          tags,
          summary: 'Numbers of the wall that this screen may show',
          response: { 200: wallShape },
        },
      },
      async (request) => wallOf(db, await scopeOfScreen(request), clock.now(), false),
    );

    app.get(
      `${SCREEN_PATH}/live`,
      {
        exposeHeadRoute: false,
        config: open,
        schema: { tags, summary: 'The same as server-sent events' },
      },
      async (request, reply) => {
        const scope = await scopeOfScreen(request);
        live(request, reply, {
          scope,
          titles: false,
          stillMay: async () => (await screenOf(request)) !== null,
        });
        return reply;
      },
    );

    async function screenOf(request: FastifyRequest): Promise<Scope | null> {
      const key = request.cookies[SCREEN_COOKIE];
      return key ? ((await findPublication(db, 'wall', key))?.scope ?? null) : null;
    }

    async function scopeOfScreen(request: FastifyRequest): Promise<Scope> {
      const scope = await screenOf(request);
      if (scope) return scope;
      throw ended();
    }
  };

const ended = () =>
  new AppError('LK-UNAUTHENTICATED', 'This wall’s link does not hold any more: ask for a new one.');
