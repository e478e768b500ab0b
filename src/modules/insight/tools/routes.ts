import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type BountyPicture,
  bountyQuery,
  bountyPicture as bountyShape,
} from '../../../contract/insights/bounty.ts';
import {
  type ExceptionsPicture,
  exceptionsPictureQuery,
  exceptionsPicture as exceptionsShape,
} from '../../../contract/insights/exceptions.ts';
import {
  type TrustPicture,
  trustPictureQuery,
  trustPicture as trustShape,
} from '../../../contract/insights/trust.ts';
import {
  toolList as listShape,
  toolPage as pageShape,
  type ToolList,
  type ToolPage,
  toolsQuery,
} from '../../../contract/tools.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { sendTable, wantsTable } from '../asking/send.ts';
import { bountyPicture, bountyTable } from '../bounty/bounty-picture.ts';
import { exceptionsPicture, exceptionsTable } from '../exceptions/exceptions-picture.ts';
import { keptBriefly } from '../kept-briefly.ts';
import { trustPicture, trustTable } from '../trust/trust-picture.ts';
import { toolList, toolsTable } from './tool-list.ts';
import { toolPage } from './tool-page.ts';

/** What tools are worth: what they found and missed, what their rules cost, what people found instead. */
export const toolRoutes =
  ({ db, clock }: { db: Database<DB>; clock: Clock }): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { access: { scope: 'read' } } as const;
    const tags = ['insight'];
    // What every reader sees alike, of everything there is: worked out once for all who look at the same time.
    const lists = keptBriefly<ToolList>();
    const pages = keptBriefly<ToolPage>();
    const trust = keptBriefly<TrustPicture>();
    const exceptions = keptBriefly<ExceptionsPicture>();
    const bounty = keptBriefly<BountyPicture>();
    const keyOf = ({ format: _, ...filter }: { format: string }) => JSON.stringify(filter);

    app.get(
      '/api/v1/tools',
      {
        config,
        schema: {
          tags,
          summary: 'Tools with what they found and missed',
          querystring: toolsQuery,
          response: { 200: listShape },
        },
      },
      async (request, reply) => {
        const answer = await lists('', () => toolList(db, clock.now()));
        return wantsTable(request) ? sendTable(reply, 'tools', toolsTable(answer)) : answer;
      },
    );
    app.get(
      '/api/v1/tools/:tool',
      {
        config,
        schema: {
          tags,
          summary: 'What one tool is worth',
          params: z.object({ tool: z.string().max(200) }),
          response: { 200: pageShape },
        },
      },
      async ({ params: { tool } }) => pages(tool, () => toolPage(db, tool, clock.now())),
    );
    app.get(
      '/api/v1/insights/trust',
      {
        config,
        schema: {
          tags,
          summary: 'Rules as dots: useful share against volume, and what rules cost that waste time',
          querystring: trustPictureQuery,
          response: { 200: trustShape },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const answer = await trust(keyOf(query), () => trustPicture(db, query, clock.now()));
        return wantsTable(request) ? sendTable(reply, 'trust', trustTable(answer)) : answer;
      },
    );
    app.get(
      '/api/v1/insights/exceptions',
      {
        config,
        schema: {
          tags,
          summary: 'Exceptions that hold, by age, kind and unit',
          querystring: exceptionsPictureQuery,
          response: { 200: exceptionsShape },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const answer = await exceptions(keyOf(query), () => exceptionsPicture(db, query, clock.now()));
        return wantsTable(request) ? sendTable(reply, 'exceptions', exceptionsTable(answer)) : answer;
      },
    );
    app.get(
      '/api/v1/insights/bounty',
      {
        config,
        schema: {
          tags,
          summary: 'Reports of bug bounty and penetration tests per service and quarter',
          querystring: bountyQuery,
          response: { 200: bountyShape },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const answer = await bounty(keyOf(query), () => bountyPicture(db, query, clock.now()));
        return wantsTable(request) ? sendTable(reply, 'bounty', bountyTable(answer)) : answer;
      },
    );
  };
