import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import {
  feedName,
  feeds,
  knownVulnerability,
  refreshAsked,
  vulnerabilityName,
} from '../../../contract/intelligence.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { audit, type RouteAccess, signedIn } from '../../access/public.ts';
import { scheduleAliasRefresh } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { FeedSource } from './feed-sources.ts';
import { feedStates } from './feed-state.ts';
import { scheduleFeed } from './jobs.ts';
import { lookUp } from './look-up.ts';

const read: RouteAccess = { scope: 'read' };
const operate: RouteAccess = { scope: 'admin', roles: ['admin', 'security'] };
const tags = ['policy'];

export interface IntelligenceRouteDeps {
  db: Kysely<DB>;
  clock: Clock;
  /** What is configured: only that can be refreshed. */
  feeds?: readonly FeedSource[];
  /** Where the names of vulnerabilities come from, from LANEKEEPER_OSV. */
  osv?: string | undefined;
}

/** The feeds and what they know: everybody who is signed in may read them. */
export const intelligenceRoutes =
  ({ db, clock, feeds: configured = [], osv }: IntelligenceRouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/policy/feeds',
      {
        config: { access: read },
        schema: {
          tags,
          summary: 'Sources of exploit intelligence and how fresh they are',
          response: { 200: feeds },
        },
      },
      async () => ({ items: await feedStates(db, configured, osv, clock.now()) }),
    );

    app.post(
      '/api/v1/policy/feeds/:name/refresh',
      {
        config: { access: operate },
        schema: {
          tags,
          summary: 'Refresh a feed soon; what is held stays until then',
          params: z.object({ name: feedName }),
          response: { 202: refreshAsked },
        },
      },
      async (request, reply) => {
        const { name } = request.params;
        const known = name === 'osv' ? osv !== undefined : configured.some((feed) => feed.name === name);
        if (!known)
          throw new AppError('LK-NOT-FOUND', `no source is configured for ${name}: set one and start again`);
        await db.transaction().execute(async (tx) => {
          await (name === 'osv' ? scheduleAliasRefresh(tx) : scheduleFeed(tx, name));
          await audit(tx, signedIn(request).label, 'feed.refresh', name);
        });
        return reply.code(202).send({ name, refreshing: true });
      },
    );

    app.get(
      '/api/v1/policy/intelligence/:id',
      {
        config: { access: read },
        schema: {
          tags,
          summary: 'What is known of one vulnerability, from which source, of which date',
          params: z.object({ id: vulnerabilityName }),
          response: { 200: knownVulnerability },
        },
      },
      async (request) => lookUp(db, request.params.id),
    );
  };
