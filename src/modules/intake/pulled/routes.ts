import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  type AlertSourcePage,
  type AlertSourceRow,
  alertSourcePage,
  listAlertSourcesQuery,
} from '../../../contract/alert-sources.ts';
import { connectionKey } from '../../../contract/connections.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit, signedIn } from '../../access/public.ts';
import { type ConnectionsDeps, openConnection } from '../../connections/public.ts';
import { schedulePull } from './jobs.ts';

const access = { scope: 'admin', roles: ['admin', 'security'] } as const;
const tags = ['connections'];
const params = z.object({ key: connectionKey });

interface Row {
  kind: string;
  tool: string;
  target_kind: AlertSourceRow['target']['kind'];
  target_key: string;
  waits: boolean;
  pulled_at: Date | null;
  changed_at: Date | null;
  scan_id: string | null;
  gone_at: Date | null;
  problem: AlertSourceRow['problem'];
}

/** What is pulled from a connection, and the wish to pull it now. */
export const pulledRoutes =
  (deps: ConnectionsDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/connections/:key/alerts',
      {
        config: { access },
        schema: {
          tags,
          summary: 'What is pulled from a connection',
          params,
          querystring: listAlertSourcesQuery,
          response: { 200: alertSourcePage },
        },
      },
      async (request) => {
        const { id } = await opened(deps, request.params.key);
        return page(deps, id, request.query);
      },
    );

    app.post(
      '/api/v1/connections/:key/pull',
      { config: { access }, schema: { tags, summary: 'Pull everything now', params } },
      async (request, reply) => {
        const { key } = request.params;
        const { id } = await opened(deps, key);
        await schedulePull(deps.db, id, { list: true });
        await audit(deps.db, signedIn(request).label, 'connection.pull', key, {});
        return reply.code(202).send();
      },
    );
  };

async function opened(deps: ConnectionsDeps, key: string) {
  const connection = await openConnection(deps, { key });
  if (!connection.connector.alerts)
    throw new AppError(
      'LK-VALIDATION',
      `${connection.connector.name} keeps no findings that could be pulled.`,
    );
  return connection;
}

async function page(
  { db }: ConnectionsDeps,
  connectionId: string,
  { limit, cursor }: z.output<typeof listAlertSourcesQuery>,
): Promise<AlertSourcePage> {
  const offset = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  const { rows } = await sql<Row>`
    select kind, tool, target_kind, target_key, wanted_at is not null as waits, pulled_at, changed_at, scan_id, gone_at, problem
    from alert_source where connection_id = ${connectionId}
    order by problem is null, gone_at is not null, target_key, kind limit ${limit + 1} offset ${offset}`.execute(
    db,
  );
  const next = rows.length > limit ? String(offset + limit) : null;
  return { items: rows.slice(0, limit).map(shown), next };
}

const shown = (row: Row): AlertSourceRow => ({
  kind: row.kind,
  tool: row.tool,
  target: { kind: row.target_kind, key: row.target_key },
  waits: row.waits,
  pulledAt: row.pulled_at?.toISOString() ?? null,
  changedAt: row.changed_at?.toISOString() ?? null,
  scan: row.scan_id && toPublicId('scan', row.scan_id),
  goneAt: row.gone_at?.toISOString() ?? null,
  problem: row.problem,
});
