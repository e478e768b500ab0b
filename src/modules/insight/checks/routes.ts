import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  type ChecksSummary,
  checksPage,
  checksQuery,
  checksSummary,
  checksSummaryQuery,
} from '../../../contract/checks.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { together } from '../../../platform/together.ts';
import type { DB } from '../../schema.gen.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import { keptBriefly } from '../kept-briefly.ts';
import { checksTable } from './checks-table.ts';
import { listChecks } from './list-checks.ts';
import { summariseChecks } from './summarise-checks.ts';

/** Which repositories have which kind of check, and which checks have stopped. */
export const checkRoutes =
  ({ db, clock }: { db: Database<DB>; clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { access: { scope: 'read' } } as const;
    const tags = ['insight'];
    const summaries = keptBriefly<ChecksSummary>();

    app.get(
      '/api/v1/insights/checks',
      {
        config,
        schema: {
          tags,
          summary: 'Repositories with the kinds of check that look at them',
          querystring: checksQuery,
          response: { 200: checksPage },
        },
      },
      async (request, reply) => {
        const { query } = request;
        if (wantsTable(request)) return sendTable(reply, 'checks', checksTable(db, query));
        return together(db, `checks ${JSON.stringify(query)}`, () => listChecks(db, query));
      },
    );

    app.get(
      '/api/v1/insights/checks/summary',
      {
        config,
        schema: {
          tags,
          summary: 'How many repositories have no check of a kind; silent scanners and failed scans',
          querystring: checksSummaryQuery,
          response: { 200: checksSummary },
        },
      },
      async ({ query }) => summaries(JSON.stringify(query), () => summariseChecks(db, query, clock.now())),
    );
  };
