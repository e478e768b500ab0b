import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { findingSummary, findingSummaryQuery } from '../../../contract/finding-summary.ts';
import { together } from '../../../platform/together.ts';
import type { InsightDeps } from '../deps.ts';
import { summariseFindings } from './summarise.ts';

/** What the explorer of findings shows beside its list. */
export const explorerRoutes =
  ({ db, clock }: Pick<InsightDeps, 'db' | 'clock'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/findings/summary',
      {
        config: { access: { scope: 'read' } },
        schema: {
          tags: ['findings'],
          summary: 'What a filter holds: count in words, facets, ages',
          querystring: findingSummaryQuery,
          response: { 200: findingSummary },
        },
      },
      async ({ query }) =>
        together(db, `summary of findings ${JSON.stringify(query)}`, () =>
          summariseFindings(db, query, clock.now()),
        ),
    );
  };
