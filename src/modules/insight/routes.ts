import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ownershipCoverage as coverageShape,
  coveredServicePage,
  coveredServicesQuery,
} from '../../contract/coverage.ts';
import { finding } from '../../contract/findings.ts';
import { fix } from '../../contract/fixes.ts';
import {
  overview as overviewShape,
  teamList as teamListShape,
  teamPage as teamPageShape,
  unowned,
} from '../../contract/insight.ts';
import { entityTag } from '../../platform/http/entity-tag.ts';
import { together } from '../../platform/together.ts';
import { checkRoutes } from './checks/routes.ts';
import { compareRoutes } from './compare/routes.ts';
import { coveredServices, ownershipCoverage } from './coverage.ts';
import type { InsightDeps } from './deps.ts';
import { explorerRoutes } from './explore/routes.ts';
import { findingPage } from './finding.ts';
import { fixPage } from './fix.ts';
import { flowRoutes } from './flow/routes.ts';
import { markerRoutes } from './markers/routes.ts';
import { overview } from './overview.ts';
import { phaseRoutes } from './phases/routes.ts';
import { targetRoutes } from './targets/routes.ts';
import { teamList, teamPage } from './teams.ts';
import { toolRoutes } from './tools/routes.ts';
import { trendRoutes } from './trends/routes.ts';
import { unownedTargets } from './unowned.ts';

export const insightRoutes =
  (deps: InsightDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, clock } = deps;
    for (const routes of [trendRoutes, flowRoutes, phaseRoutes, compareRoutes, markerRoutes, targetRoutes])
      await app.register(routes(deps));
    await app.register(explorerRoutes(deps));
    const config = { access: { scope: 'read' } } as const;
    const tags = ['insight'];
    await app.register(checkRoutes({ db, clock }));
    await app.register(toolRoutes({ db, clock }));

    app.get('/api/v1/overview', { config, schema: { tags, response: { 200: overviewShape } } }, async () =>
      together(db, 'overview', () => overview(db, clock.now())),
    );
    app.get('/api/v1/teams', { config, schema: { tags, response: { 200: teamListShape } } }, async () =>
      together(db, 'teams', () => teamList(db, clock.now())),
    );
    app.get(
      '/api/v1/teams/:team',
      { config, schema: { tags, params: z.object({ team: z.string() }), response: { 200: teamPageShape } } },
      async (request, reply) => {
        const { team } = request.params;
        const { page, version } = await together(db, `team ${team}`, () => teamPage(db, team, clock.now()));
        return reply.header('etag', entityTag(version)).send(page);
      },
    );
    app.get('/api/v1/unowned', { config, schema: { tags, response: { 200: unowned } } }, async () =>
      unownedTargets(db),
    );
    app.get(
      '/api/v1/ownership/coverage',
      { config, schema: { tags, response: { 200: coverageShape } } },
      async () => ownershipCoverage(db, clock.now()),
    );
    app.get(
      '/api/v1/ownership/services',
      { config, schema: { tags, querystring: coveredServicesQuery, response: { 200: coveredServicePage } } },
      async ({ query }) =>
        together(db, `services ${JSON.stringify(query)}`, () => coveredServices(db, query, clock.now())),
    );
    app.get(
      '/api/v1/findings/:id',
      { config, schema: { tags, params: z.object({ id: z.string() }), response: { 200: finding } } },
      async (request) => findingPage(db, request.params.id, clock.now()),
    );
    app.get(
      '/api/v1/fixes/:id',
      { config, schema: { tags, params: z.object({ id: z.string() }), response: { 200: fix } } },
      async (request) => fixPage(db, request.params.id, clock.now()),
    );
  };
