import type { FastifyPluginAsync } from 'fastify';
import type { NotifyDeps } from './deps.ts';
import { LEAVE_PATH, leaveAll, leaverOf } from './unsubscribe.ts';

interface Query {
  Querystring: { token?: string };
}

const schema = { hide: true };
const config = { access: 'public' } as const;

/**
 * Unsubscribing by the link of a mail, without signing in. Mail programs post (RFC 8058); a link that is only looked
 * at, as scanners of mail do, changes nothing.
 */
export const leaveRoutes =
  (deps: NotifyDeps): FastifyPluginAsync =>
  async (app) => {
    app.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'multipart/form-data'],
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, _body, done) => done(null, {}),
    );
    app.get<Query>(LEAVE_PATH, { config, schema }, async (request, reply) => {
      const email = leaverOf(deps.connections.keys, request.query.token ?? '');
      const page = email === null ? page404 : confirm;
      return reply
        .code(email === null ? 404 : 200)
        .type('text/html; charset=utf-8')
        .send(page);
    });
    app.post<Query>(LEAVE_PATH, { config, schema }, async (request, reply) => {
      const email = leaverOf(deps.connections.keys, request.query.token ?? '');
      if (email === null) return reply.code(404).type('text/html; charset=utf-8').send(page404);
      await leaveAll(deps, email);
      return reply.type('text/html; charset=utf-8').send(done);
    });
  };

const html = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;

/** Without an action a form goes back to its own address, token and all. */
const confirm = html(
  'Hear less',
  '<p>You will hear only what your role has to hear, such as dates of your team that come near.</p><form method="post"><button>Hear less</button></form>',
);
const done = html(
  'Done',
  '<p>From now on you hear only what your role has to hear. You can change that on the page, under “What you hear”.</p>',
);
const page404 = html(
  'This link does not work',
  '<p>It may be cut off: please use the whole link of the mail.</p>',
);
