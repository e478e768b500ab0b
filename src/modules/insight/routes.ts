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
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { entityTag } from '../../platform/http/entity-tag.ts';
import type { DB } from '../schema.gen.ts';
import { coveredServices, ownershipCoverage } from './coverage.ts';
import { findingPage } from './finding.ts';
import { fixPage } from './fix.ts';
import { overview } from './overview.ts';
import { teamList, teamPage } from './teams.ts';
import { unownedTargets } from './unowned.ts';

export const insightRoutes =
  ({ db, clock }: { db: Database<DB>; clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { access: { scope: 'read' } } as const;
    const tags = ['insight'];

    app.get('/api/v1/overview', { config, schema: { tags, response: { 200: overviewShape } } }, async () =>
      overview(db, clock.now()),
    );
    app.get('/api/v1/teams', { config, schema: { tags, response: { 200: teamListShape } } }, async () =>
      teamList(db, clock.now()),
    );
    app.get(
      '/api/v1/teams/:team',
      { config, schema: { tags, params: z.object({ team: z.string() }), response: { 200: teamPageShape } } },
      async (request, reply) => {
        const { page, version } = await teamPage(db, request.params.team, clock.now());
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
      async (request) => coveredServices(db, request.query, clock.now()),
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
