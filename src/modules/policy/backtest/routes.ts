import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askBacktest, type Backtest, backtest } from '../../../contract/policy-backtest.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, type IdSource, toPublicId } from '../../../kernel/ids.ts';
import { audit, type RouteAccess, signedIn } from '../../access/public.ts';
import { checkPolicy } from '../document/check.ts';
import { refusal } from '../document/parse.ts';
import { type BacktestDeps, enqueueBacktest } from './jobs.ts';
import { endBacktest, findBacktest, insertBacktest } from './store.ts';

/** It reads all findings: for those who may change the policy. */
const access: RouteAccess = { scope: 'admin', roles: ['security'] };
const tags = ['policy'];
const params = z.object({ id: z.string().max(100) });

/** What a document would change, before anything is saved. */
export const backtestRoutes =
  (deps: BacktestDeps & { ids: IdSource }): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, ids, clock } = deps;

    app.post(
      '/api/v1/policy/backtests',
      {
        config: { access },
        schema: {
          tags,
          summary: 'Ask what a document would change over all open findings',
          body: askBacktest,
          response: { 202: backtest },
        },
      },
      async (request, reply) => {
        const { document } = request.body;
        const { problems } = checkPolicy(document);
        if (problems.length > 0) throw refusal(problems);
        const id = ids.next();
        const { label } = signedIn(request);
        await db.transaction().execute(async (tx) => {
          await insertBacktest(tx, { id, document, askedBy: label, askedAt: clock.now() });
          await enqueueBacktest(tx, id);
          await audit(tx, label, 'policy-backtest.ask', toPublicId('backtest', id));
        });
        return reply.code(202).send(await find(deps, id));
      },
    );

    app.get(
      '/api/v1/policy/backtests/:id',
      {
        config: { access },
        schema: { tags, summary: 'How far it is, and its result', params, response: { 200: backtest } },
      },
      async ({ params }) => find(deps, idOf(params.id)),
    );

    app.delete(
      '/api/v1/policy/backtests/:id',
      {
        config: { access },
        schema: {
          tags,
          summary: 'Call it off; one that has ended stays',
          params,
          response: { 200: backtest },
        },
      },
      async (request) => {
        const id = idOf(request.params.id);
        const { label } = signedIn(request);
        await db.transaction().execute(async (tx) => {
          if (await endBacktest(tx, id, { state: 'cancelled', at: clock.now() }))
            await audit(tx, label, 'policy-backtest.cancel', toPublicId('backtest', id));
        });
        return find(deps, id);
      },
    );
  };

async function find({ db }: BacktestDeps, id: string): Promise<Backtest> {
  const found = await findBacktest(db, id);
  if (!found) throw noSuchBacktest();
  return found;
}

const noSuchBacktest = () =>
  new AppError('LK-NOT-FOUND', 'There is no such backtest; they are kept for 90 days.');

function idOf(text: string): string {
  const id = fromPublicId('backtest', text);
  if (id === null) throw noSuchBacktest();
  return id;
}
