import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  acceptedLineTexts,
  acceptedScan,
  acceptScanQuery,
  listScansQuery,
  MAX_LINE_TEXTS_BYTES,
  reportedFinding,
  reportFinding,
  scan,
  scanPage,
} from '../../contract/scans.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import { limitedBody, streamBody } from '../../platform/http/body.ts';
import { audit, signedIn } from '../access/public.ts';
import { acceptLineTexts } from './accept-line-texts.ts';
import { acceptUpload, enqueueLine } from './accept-upload.ts';
import { decisionRoutes } from './again/routes.ts';
import type { LineDeps } from './line.ts';
import { getScan, listScans } from './queries.ts';
import { reportByHand } from './report-by-hand.ts';

const byId = z.object({ id: z.string() });
const tags = ['scans'];

export const intakeRoutes =
  (deps: LineDeps & { maxUploadBytes: number }): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(decisionRoutes(deps));
    app.post(
      '/api/v1/scans',
      {
        config: { access: { scope: 'scans:write' } },
        bodyLimit: deps.maxUploadBytes,
        schema: {
          tags,
          summary: 'Send a report: the bytes as body, what was scanned as query',
          querystring: acceptScanQuery,
          body: streamBody,
          consumes: ['application/octet-stream'],
          response: { 202: acceptedScan },
        },
      },
      async (request, reply) => {
        const maxBytes = deps.maxUploadBytes;
        const body = limitedBody(request.body, maxBytes, request.headers['content-length']);
        const submittedBy = signedIn(request).label;
        const accepted = await acceptUpload(deps, { query: request.query, body, submittedBy, maxBytes });
        return reply.code(202).send({ ...accepted, id: toPublicId('scan', accepted.id) });
      },
    );

    app.post(
      '/api/v1/line-texts',
      {
        config: { access: { scope: 'scans:write' } },
        bodyLimit: MAX_LINE_TEXTS_BYTES,
        schema: {
          tags,
          summary: 'Send lines of source for a report that shows none: NDJSON of {path, line, text}',
          body: streamBody,
          consumes: ['application/x-ndjson', 'application/octet-stream'],
          response: { 201: acceptedLineTexts },
        },
      },
      async (request, reply) => {
        const maxBytes = MAX_LINE_TEXTS_BYTES;
        const body = limitedBody(request.body, maxBytes, request.headers['content-length']);
        const id = await acceptLineTexts(deps, { body, submittedBy: signedIn(request).label, maxBytes });
        return reply.code(201).send({ id: toPublicId('lineTexts', id) });
      },
    );

    app.get(
      '/api/v1/scans',
      {
        config: { access: { scope: 'read' } },
        schema: { tags, querystring: listScansQuery, response: { 200: scanPage } },
      },
      async (request) => listScans(deps.db, request.query),
    );

    app.get(
      '/api/v1/scans/:id',
      {
        // A pipeline may follow the scan it sent.
        config: { access: { scope: ['scans:write', 'read'] } },
        schema: { tags, params: byId, response: { 200: scan } },
      },
      async (request) => findScan(deps, request.params.id),
    );

    app.post(
      '/api/v1/scans/:id/retry',
      {
        config: { access: { scope: 'scans:write' } },
        schema: {
          tags,
          summary: 'Work on the kept bytes of a failed scan again',
          params: byId,
          response: { 202: acceptedScan },
        },
      },
      async (request, reply) => {
        const id = scanId(request.params.id);
        await retryScan(deps, id, signedIn(request).label);
        return reply.code(202).send({ id: toPublicId('scan', id), state: 'received' as const });
      },
    );

    app.post(
      '/api/v1/findings',
      {
        config: { access: { scope: 'scans:write' } },
        schema: {
          tags: ['findings'],
          summary: 'Report a finding by hand',
          body: reportFinding,
          response: { 201: reportedFinding },
        },
      },
      async (request, reply) => {
        const { label, name, personId } = signedIn(request);
        const id = await reportByHand(deps, request.body, { label, name, personId });
        return reply.code(201).send({ id: toPublicId('finding', id) });
      },
    );
  };

function scanId(text: string): string {
  const id = fromPublicId('scan', text);
  if (!id) throw new AppError('LK-NOT-FOUND', `“${text}” is not the id of a scan`);
  return id;
}

async function findScan(deps: LineDeps, text: string) {
  const found = await getScan(deps.db, scanId(text));
  if (!found) throw new AppError('LK-NOT-FOUND', `there is no scan ${text}`);
  return found;
}

async function retryScan({ db }: LineDeps, id: string, actor: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await getScan(tx, id)))
      throw new AppError('LK-NOT-FOUND', `there is no scan ${toPublicId('scan', id)}`);
    const again = await tx
      .updateTable('scan')
      .set({ state: 'received', error: null, error_code: null, finished_at: null })
      .where('id', '=', id)
      .where('state', '=', 'failed')
      .where('blob', 'is not', null)
      .returning('target_id')
      .executeTakeFirst();
    if (!again) throw new AppError('LK-CONFLICT', 'only a failed scan whose bytes are kept can be retried');
    await enqueueLine(tx, id, again.target_id);
    await audit(tx, actor, 'scan.retry', toPublicId('scan', id));
  });
}
