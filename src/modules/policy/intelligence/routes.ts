import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { type Feeds, feeds } from '../../../contract/policy.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { RouteAccess } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { FeedName } from './feed-parse.ts';
import { asOfVersion } from './refresh-feed.ts';
import { type FeedRow, feedRows } from './store.ts';

const access: RouteAccess = { scope: 'read' };
const tags = ['policy'];

/** The feeds and how fresh they are: everybody who is signed in may read them. */
export const intelligenceRoutes =
  (deps: { db: Kysely<DB>; clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/policy/feeds',
      { config: { access }, schema: { tags, response: { 200: feeds } } },
      async () => {
        const rows = await feedRows(deps.db);
        const now = deps.clock.now();
        const told = (name: FeedName, title: string) =>
          feedOf(
            name,
            title,
            rows.find((row) => row.name === name),
            now,
          );
        return {
          items: [
            told('kev', 'Known exploited vulnerabilities (CISA KEV)'),
            told('epss', 'Exploit prediction (FIRST EPSS)'),
          ],
        };
      },
    );
  };

const DAY_MS = 24 * 60 * 60 * 1000;

function feedOf(name: FeedName, title: string, row: FeedRow | undefined, now: Date): Feeds['items'][number] {
  const held = row !== undefined && row.entries > 0;
  const asOf = held ? asOfVersion(row.version) : null;
  return {
    name,
    title,
    source: row?.source ?? null,
    version: row?.version ?? null,
    asOf: asOf?.toISOString() ?? null,
    loadedAt: held ? row.loaded_at.toISOString() : null,
    entries: row?.entries ?? 0,
    ageDays: asOf ? Math.max(0, Math.floor((now.getTime() - asOf.getTime()) / DAY_MS)) : null,
    lastError: row?.last_error ?? null,
  };
}
