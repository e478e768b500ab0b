import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { PublicationKind } from '../../../contract/publications.ts';
import { AppError } from '../../../kernel/errors.ts';
import { badgeSvg } from './badge.ts';
import type { OutwardDeps } from './deps.ts';
import { FRAME_CSS, frameHtml } from './frame.ts';
import { findPublication } from './publications.ts';
import { ticketCounts } from './wall-of.ts';

/** 256 bits as base64url. */
const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Shared caches may answer for a minute; a key that was withdrawn is gone everywhere after that. */
const CACHE = 'public, max-age=60';

/** What stands in others' pages, for everybody: a badge and a frame. They show counts and nothing else. */
export const faceRoutes =
  ({ db, clock }: OutwardDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const open = { access: 'public' } as const;

    async function countsOf(kind: PublicationKind, secret: string) {
      const found = await findPublication(db, kind, secret);
      if (!found) throw new AppError('LK-NOT-FOUND', 'There is nothing at this address, or not any more.');
      return { ...found, counts: await ticketCounts(db, found.scope, clock.now()) };
    }

    app.get(
      '/badge/:file',
      {
        config: open,
        schema: {
          hide: true,
          params: z.object({
            file: z
              .templateLiteral([z.string(), '.svg'])
              .transform((file) => file.slice(0, -4))
              .pipe(key),
          }),
        },
      },
      async ({ params }, reply) => {
        const { title, counts } = await countsOf('badge', params.file);
        return reply
          .headers({
            'cache-control': CACHE,
            // Pages of others show it as an image; opened by itself it may do nothing.
            'cross-origin-resource-policy': 'cross-origin',
            'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
          })
          .type('image/svg+xml; charset=utf-8')
          .send(badgeSvg(title, counts));
      },
    );

    app.get(
      '/frame/:key',
      { config: open, schema: { hide: true, params: z.object({ key }) } },
      async ({ params }, reply) => {
        const { title, framedBy, counts } = await countsOf('frame', params.key);
        return reply
          .removeHeader('x-frame-options')
          .headers({
            'cache-control': CACHE,
            'content-security-policy': [
              "default-src 'none'",
              "style-src 'self'",
              "base-uri 'none'",
              "form-action 'none'",
              `frame-ancestors ${framedBy.join(' ')}`,
            ].join('; '),
            'referrer-policy': 'no-referrer',
          })
          .type('text/html; charset=utf-8')
          .send(frameHtml(title, counts));
      },
    );

    app.get('/frame.css', { config: open, schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type('text/css; charset=utf-8').send(FRAME_CSS),
    );
  };
