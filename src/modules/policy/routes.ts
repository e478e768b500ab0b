import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import type { DB } from '../schema.gen.ts';
import { backtestRoutes } from './backtest/routes.ts';
import { documentRoutes } from './document/routes.ts';
import { type IntelligenceRouteDeps, intelligenceRoutes } from './intelligence/routes.ts';
import { type StandardDeps, standardRoutes } from './standard/routes.ts';
import { vexRoutes } from './vex/routes.ts';

/** All routes of the slice, room by room. */
export const policyRoutes =
  (
    deps: { db: Kysely<DB>; clock: Clock; ids: IdSource; publish: Publish<DB> } & IntelligenceRouteDeps &
      StandardDeps,
  ): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(documentRoutes(deps));
    await app.register(backtestRoutes(deps));
    await app.register(intelligenceRoutes(deps));
    await app.register(standardRoutes(deps));
    await app.register(vexRoutes(deps));
  };
