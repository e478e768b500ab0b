import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type Connection,
  connection,
  connectionBody,
  connectionKey,
  connectionList,
  connectionTest,
  newConnection,
  type System,
  systemList,
} from '../../contract/connections.ts';
import { audit, signedIn } from '../access/public.ts';
import type { ConnectionsDeps } from './deps.ts';
import { shownConnection, shownSystem } from './shown-connection.ts';
import { selectConnections } from './store.ts';
import { tryConnection } from './try-connection.ts';
import { addConnection, putConnection, removeConnection } from './write-connection.ts';

/** Connections reach into every code host and tracker: those who may read their settings may change them, too. */
const access = { scope: 'admin', roles: ['admin', 'security'] } as const;
const tags = ['connections'];
const params = z.object({ key: connectionKey });

/** Connections under /api/v1; webhooks come in by `hookRoutes`. */
export const connectionRoutes =
  (deps: ConnectionsDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { access };

    app.get(
      '/api/v1/connections',
      {
        config,
        schema: { tags, summary: 'Connections to outside systems', response: { 200: connectionList } },
      },
      async () => {
        const items: Connection[] = [];
        for (const row of await selectConnections(deps.db)) items.push(await shownConnection(deps, row));
        return { items };
      },
    );

    app.get(
      '/api/v1/systems',
      { config, schema: { tags, summary: 'What can be connected', response: { 200: systemList } } },
      async () => {
        const items: System[] = [];
        for (const id of deps.systems) {
          const connector = await deps.loadConnector(id);
          if (connector) items.push(shownSystem(connector));
        }
        return { items };
      },
    );

    app.post(
      '/api/v1/connections',
      {
        config,
        schema: { tags, summary: 'Make a connection', body: newConnection, response: { 201: connection } },
      },
      async (request, reply) => {
        const { key, ...body } = request.body;
        const row = await addConnection(deps, key, body, signedIn(request).label);
        return reply.code(201).send(await shownConnection(deps, row));
      },
    );

    app.put(
      '/api/v1/connections/:key',
      {
        config,
        schema: {
          tags,
          summary: 'Change a connection, or make it; a secret that is not named stays, null removes it',
          params,
          body: connectionBody,
          response: { 200: connection },
        },
      },
      async (request) => {
        const { label } = signedIn(request);
        return shownConnection(deps, await putConnection(deps, request.params.key, request.body, label));
      },
    );

    app.delete(
      '/api/v1/connections/:key',
      { config, schema: { tags, summary: 'Remove a connection; what it listed stays known', params } },
      async (request, reply) => {
        await removeConnection(deps, request.params.key, signedIn(request).label);
        return reply.code(204).send();
      },
    );

    app.post(
      '/api/v1/connections/:key/test',
      {
        config,
        schema: {
          tags,
          summary: 'Whether a connection works, and if not, what is missing',
          params,
          response: { 200: connectionTest },
        },
      },
      async (request) => {
        const { key } = request.params;
        const answer = await tryConnection(deps, key);
        await audit(deps.db, signedIn(request).label, 'connection.test', key, { ok: answer.ok });
        return answer;
      },
    );
  };
