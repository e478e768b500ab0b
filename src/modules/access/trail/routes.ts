import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  type AuditQuery,
  auditExportQuery,
  auditHead,
  auditPage,
  auditQuery,
} from '../../../contract/audit.ts';
import { CSV_TYPE } from '../../../platform/http/csv.ts';
import { signedIn } from '../actor.ts';
import { audit } from '../audit.ts';
import type { AccessRoutesDeps } from '../deps.ts';
import { headWords } from './chain.ts';
import { exportAudit } from './export-audit.ts';
import { type AuditFilter, lastSeal, selectEntries, waiting } from './store.ts';

const tags = ['access'];
const config = { access: { scope: 'admin', roles: ['security'] } } as const;

/** The audit trail: to read, to take along, and its end to be written down. */
export const trailRoutes =
  ({ db }: Pick<AccessRoutesDeps, 'db'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/v1/audit',
      {
        config,
        schema: {
          tags,
          summary: 'The audit trail, newest first',
          querystring: auditQuery,
          response: { 200: auditPage },
        },
      },
      async ({ query }) => {
        const { limit, cursor = null } = query;
        const rows = await selectEntries(db, filterOf(query), { cursor, limit, order: 'newest' });
        const next = rows.length === limit ? String(rows.at(-1)!.id) : null;
        const items = rows.map(({ hash: _hash, seq, at, ...row }) => ({
          ...row,
          at: at.toISOString(),
          seal: seq,
        }));
        return { items, next };
      },
    );

    app.get(
      '/api/v1/audit/export',
      {
        config,
        schema: {
          tags,
          summary: 'The audit trail as a file, oldest first, with its seals',
          querystring: auditExportQuery,
        },
      },
      async (request, reply) => {
        const { format, ...query } = request.query;
        await audit(db, signedIn(request).label, 'audit.export', 'audit', { format, ...query });
        return reply
          .type(format === 'csv' ? CSV_TYPE : 'application/x-ndjson; charset=utf-8')
          .header('content-disposition', `attachment; filename="audit.${format}"`)
          .send(Readable.from(exportAudit(db, filterOf(query), format)));
      },
    );

    app.get(
      '/api/v1/audit/head',
      {
        config,
        schema: { tags, summary: 'The end of the chain, to be written down', response: { 200: auditHead } },
      },
      async () => {
        const [last, late] = await Promise.all([lastSeal(db), waiting(db)]);
        const since = late.since?.toISOString() ?? null;
        return { head: headWords(last), sealed: last.seq, waiting: { ...late, since } };
      },
    );
  };

const filterOf = ({ actor, action, subject, from, to }: AuditQuery): AuditFilter => ({
  actor,
  action,
  subject,
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});
