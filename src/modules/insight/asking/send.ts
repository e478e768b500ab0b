import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CSV_TYPE, type CsvCell, csvLines } from '../../../platform/http/csv.ts';

/** The table behind a picture. */
export interface Table {
  header: readonly string[];
  rows: Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>;
}

/** Whether the table is wanted instead of the answer: `format=csv`, or what the browser says it takes. */
export const wantsTable = (request: FastifyRequest<{ Querystring: { format: 'json' | 'csv' } }>): boolean =>
  request.query.format === 'csv' || /^\s*text\/csv\b/.test(request.headers.accept ?? '');

/** @param name of the file, without its ending */
export function sendTable(reply: FastifyReply, name: string, { header, rows }: Table): FastifyReply {
  return reply
    .type(CSV_TYPE)
    .header('vary', 'accept')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(csvLines(header, rows)));
}
