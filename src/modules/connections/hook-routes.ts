import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import { AppError } from '../../kernel/errors.ts';
import { acceptHook, type HookDeps, refuseTooLarge } from './accept-hook.ts';

/** GitHub sends at most 25 MB. */
const MAX_HOOK_BYTES = 25 * 1024 * 1024;

/** Refusals take at least this long, whatever was looked at: time tells nobody which connections there are. */
const REFUSED_AFTER_MS = 150;

/** `/hooks/:connection`: the bytes as they came, since the signature is over them. */
export const hookRoutes =
  (deps: HookDeps): FastifyPluginAsync =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_HOOK_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    app.addHook<{ Params: { connection: string } }>('onError', async (request, _reply, error) => {
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') await refuseTooLarge(deps, request.params.connection);
    });
    app.post<{ Params: { connection: string } }>(
      '/hooks/:connection',
      { config: { access: 'public' }, bodyLimit: MAX_HOOK_BYTES, schema: { hide: true } },
      async (request, reply) => {
        const since = performance.now();
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { outcome, answer } = await acceptHook(deps, request.params.connection, {
          headers: oneEach(request.headers),
          body,
        });
        // Who waits for words takes nothing but 200 for a yes.
        if (answer) return reply.code(200).type(answer.type).send(answer.body);
        if (outcome !== 'refused') return reply.code(202).send({ outcome });
        await sleep(Math.max(0, REFUSED_AFTER_MS - (performance.now() - since)));
        throw new AppError(
          'LK-NOT-FOUND',
          'Nothing here takes this: the address or the signature is not right.',
        );
      },
    );
  };

const oneEach = (headers: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
