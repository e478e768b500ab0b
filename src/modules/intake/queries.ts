import { type Kysely, sql } from 'kysely';
import type { Scan, ScanPage } from '../../contract/scans.ts';
import { ERROR_CODES, type ErrorCode } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import type { Diagnostic } from '../../kernel/observation.ts';
import type { DB } from '../schema.gen.ts';

interface Row {
  id: string;
  target_kind: Scan['target']['kind'];
  target_key: string;
  tool: string | null;
  category: string;
  branch: string | null;
  commit: string | null;
  complete: boolean;
  scanned_at: Date;
  received_at: Date;
  finished_at: Date | null;
  file_name: string | null;
  bytes: number;
  state: Scan['state'];
  error_code: string | null;
  error: string | null;
  observations: number | null;
  delta: Scan['delta'];
  submitted_by: string;
  remarks: number;
}

const COLUMNS = sql`s.id, t.kind as target_kind, t.key as target_key, s.tool, s.category, s.branch, s.commit, s.complete,
  s.scanned_at, s.received_at, s.finished_at, s.file_name, s.bytes, s.state, s.error_code, s.error, s.observations,
  s.delta, s.submitted_by, jsonb_array_length(s.diagnostics) as remarks`;

const shown = (row: Row) => ({
  id: toPublicId('scan', row.id),
  target: { kind: row.target_kind, key: row.target_key },
  tool: row.tool,
  category: row.category,
  branch: row.branch,
  commit: row.commit,
  complete: row.complete,
  scannedAt: row.scanned_at.toISOString(),
  receivedAt: row.received_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  fileName: row.file_name,
  bytes: row.bytes,
  state: row.state,
  error: row.error_code
    ? {
        code: row.error_code,
        message: row.error ?? '',
        help: ERROR_CODES[row.error_code as ErrorCode]?.help ?? '',
      }
    : null,
  observations: row.observations,
  delta: row.delta,
  submittedBy: row.submitted_by,
});

/** Newest first; the cursor is the place of the last one shown. */
export async function listScans(
  db: Kysely<DB>,
  query: {
    cursor?: string | undefined;
    limit: number;
    state?: Scan['state'] | undefined;
    target?: string | undefined;
  },
): Promise<ScanPage> {
  const after = query.cursor ? fromPublicId('scan', query.cursor) : null;
  const { rows } = await sql<Row>`
    select ${COLUMNS} from scan s join v_findings_target t on t.id = s.target_id
    where ${query.state ? sql`s.state = ${query.state}` : sql`true`}
      and ${query.target ? sql`t.key = ${query.target}` : sql`true`}
      and ${after ? sql`(s.received_at, s.id) < (select received_at, id from scan where id = ${after})` : sql`true`}
    order by s.received_at desc, s.id desc limit ${query.limit + 1}`.execute(db);
  const items = rows.slice(0, query.limit).map((row) => ({ ...shown(row), diagnostics: row.remarks }));
  return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

export async function getScan(db: Kysely<DB>, id: string): Promise<Scan | null> {
  const { rows } = await sql<Row & { diagnostics: Diagnostic[] }>`
    select ${COLUMNS}, s.diagnostics from scan s join v_findings_target t on t.id = s.target_id where s.id = ${id}`.execute(
    db,
  );
  const row = rows[0];
  return row ? { ...shown(row), diagnostics: row.diagnostics } : null;
}
