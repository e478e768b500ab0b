import type { Kysely } from 'kysely';
import { csvLines } from '../../../platform/http/csv.ts';
import type { DB } from '../../schema.gen.ts';
import { type AuditFilter, type AuditRow, selectEntries } from './store.ts';

const STEP = 1_000;
const COLUMNS = ['id', 'at', 'actor', 'action', 'subject', 'detail', 'seal', 'hash'];

/** Entries that the filter lets through, oldest first, piece by piece. */
async function* auditEntries(db: Kysely<DB>, filter: AuditFilter): AsyncGenerator<AuditRow> {
  for (let cursor: number | null = null; ; ) {
    const rows: AuditRow[] = await selectEntries(db, filter, { cursor, limit: STEP, order: 'oldest' });
    yield* rows;
    if (rows.length < STEP) return;
    cursor = rows.at(-1)!.id;
  }
}

const plain = ({ at, hash, seq, ...entry }: AuditRow) => ({
  ...entry,
  at: at.toISOString(),
  seal: seq,
  hash: hash?.toString('hex') ?? null,
});

/** One JSON document on each line, or CSV for spreadsheets. */
export async function* exportAudit(
  db: Kysely<DB>,
  filter: AuditFilter,
  format: 'ndjson' | 'csv',
): AsyncGenerator<string> {
  if (format === 'csv') {
    yield* csvLines(COLUMNS, cells(db, filter));
    return;
  }
  let piece = '';
  for await (const row of auditEntries(db, filter)) {
    piece += `${JSON.stringify(plain(row))}\n`;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

async function* cells(db: Kysely<DB>, filter: AuditFilter) {
  for await (const row of auditEntries(db, filter)) {
    const { id, at, actor, action, subject, detail, seal, hash } = plain(row);
    yield [id, at, actor, action, subject, JSON.stringify(detail), seal, hash];
  }
}
