import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { connectionKey } from '../../../contract/connections.ts';
import { deliveryPage, lanesHealth, listDeliveriesQuery, replayed } from '../../../contract/deliveries.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import { listActs, replayActs } from '../../../platform/outbox/shown-acts.ts';
import { together } from '../../../platform/together.ts';
import { audit, signedIn } from '../../access/public.ts';
import type { ConnectionsDeps } from '../deps.ts';
import { type ConnectionRow, selectConnection, selectConnections } from '../store.ts';
import { lanesHealthOf } from './health.ts';
import { type ConnectionName, shownDelivery } from './shown-delivery.ts';

const tags = ['deliveries'];
/** Everyone sees whether tickets reach their tracker; setting things in motion is for those who run it. */
const reading = { access: { scope: 'read' } } as const;
const writing = { access: { scope: 'admin', roles: ['admin', 'security'] } } as const;

/** What goes out, what is stuck and why, and the way to try it again. */
export const deliveryRoutes =
  (deps: ConnectionsDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { db } = deps;

    app.get(
      '/api/v1/deliveries',
      {
        config: reading,
        schema: {
          tags,
          summary: 'What goes out',
          querystring: listDeliveriesQuery,
          response: { 200: deliveryPage },
        },
      },
      async (request) => {
        const { state, connection, cursor, limit } = request.query;
        const lane = connection === undefined ? undefined : (await found(deps, connection)).id;
        const before = cursor === undefined ? undefined : deliveryId(cursor);
        const acts = await listActs(db, {
          limit: limit + 1,
          ...(state && { state }),
          ...(lane && { lane }),
          ...(before && { before }),
        });
        const names = await namesOf(deps);
        const items = acts.slice(0, limit).map((act) => shownDelivery(act, names.get(act.lane) ?? null));
        return { items, next: acts.length > limit ? items.at(-1)!.id : null };
      },
    );

    app.get(
      '/api/v1/deliveries/health',
      { config: reading, schema: { tags, summary: 'How delivery stands', response: { 200: lanesHealth } } },
      // Acts live in real time, whatever the clock of the house says.
      async () =>
        together(db, 'lanes', async () => ({
          items: await lanesHealthOf(db, await namesOf(deps), new Date()),
        })),
    );

    app.post(
      '/api/v1/deliveries/:id/replay',
      {
        config: writing,
        schema: {
          tags,
          summary: 'Try a parked delivery again',
          params: z.object({ id: z.string() }),
          response: { 200: replayed },
        },
      },
      async (request) => {
        const id = deliveryId(request.params.id);
        const count = await replayActs(db, { id });
        if (count === 0)
          throw new AppError('LK-CONFLICT', 'There is no parked delivery of that id any more.');
        await audit(db, signedIn(request).label, 'delivery.replay', request.params.id, {});
        return { replayed: count };
      },
    );

    app.post(
      '/api/v1/connections/:key/replay',
      {
        config: writing,
        schema: {
          tags,
          summary: 'Try everything again that is parked at a connection',
          params: z.object({ key: connectionKey }),
          response: { 200: replayed },
        },
      },
      async (request) => {
        const { id } = await found(deps, request.params.key);
        const count = await replayActs(db, { lane: id });
        await audit(db, signedIn(request).label, 'delivery.replay', request.params.key, {
          deliveries: count,
        });
        return { replayed: count };
      },
    );
  };

/** @throws AppError LK-NOT-FOUND */
function deliveryId(text: string): string {
  const id = fromPublicId('delivery', text);
  if (!id) throw new AppError('LK-NOT-FOUND', 'There is no delivery of that id.');
  return id;
}

async function found({ db }: ConnectionsDeps, key: string): Promise<ConnectionRow> {
  const row = await selectConnection(db, { key });
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no connection called ${key}.`);
  return row;
}

/** Connections by which things go out, by their lane. */
async function namesOf(deps: ConnectionsDeps): Promise<Map<string, ConnectionName>> {
  const names = new Map<string, ConnectionName>();
  for (const { id, key, system } of await selectConnections(deps.db)) {
    const connector = await deps.loadConnector(system);
    if (connector?.tickets || connector?.messages) names.set(id, { key, name: connector.name });
  }
  return names;
}
