import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { FindingPage, FindingRow, listFindingsQuery } from '../../contract/findings.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import { SEVERITIES, severityOfRank } from '../../kernel/severity.ts';
import type { DB } from '../schema.gen.ts';

export type FindingsQuery = Partial<z.output<typeof listFindingsQuery>> & { limit: number };

interface Row {
  id: string;
  title: string;
  kind: FindingRow['kind'];
  state: FindingRow['state'];
  severity: number;
  priority: number;
  due_at: Date | null;
  team_key: string;
  team_name: string;
  unowned: boolean;
  target_kind: FindingRow['target']['kind'];
  target_key: string;
  path: string | null;
  start_line: number | null;
  component: string | null;
  version: string | null;
  vulnerabilities: string[] | null;
  tool: string;
  opened_at: Date;
  closed_at: Date | null;
  lead_id: string | null;
  also_told_by: string[] | null;
}

/** Columns of a row in a list, from `finding f` joined as `FROM` does. */
const COLUMNS = sql`f.id, f.title, f.kind, f.state, f.severity, f.priority, f.due_at, o.key as team_key,
  o.name as team_name, f.unowned, t.kind as target_kind, t.key as target_key, f.path, f.start_line, f.component,
  f.version, f.vulnerabilities, s.tool, f.opened_at, case when f.state = 'fixed' then f.changed_at end as closed_at,
  f.lead_id, (
    select array_agg(distinct i.tool order by i.tool) from finding m join stream i on i.id = m.stream_id
    where (m.lead_id = coalesce(f.lead_id, f.id) or m.id = f.lead_id) and m.id <> f.id and m.state <> 'fixed'
  ) as also_told_by`;
const FROM = sql`finding f join stream s on s.id = f.stream_id join target t on t.id = f.target_id
  join v_organisation_team o on o.id = f.owner_team_id`;

const shown = (row: Row): FindingRow => ({
  id: toPublicId('finding', row.id),
  title: row.title,
  kind: row.kind,
  state: row.state,
  severity: severityOfRank(row.severity),
  priority: PRIORITIES[row.priority] ?? 'P4',
  dueAt: row.due_at?.toISOString() ?? null,
  owner: { key: row.team_key, name: row.team_name },
  unowned: row.unowned,
  target: { kind: row.target_kind, key: row.target_key },
  path: row.path,
  startLine: row.start_line,
  component: row.component,
  version: row.version,
  vulnerabilities: row.vulnerabilities ?? [],
  tool: row.tool,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  leader: row.lead_id && toPublicId('finding', row.lead_id),
  alsoToldBy: row.also_told_by ?? [],
});

/** Most urgent first, then soonest due, then oldest. */
export async function listFindings(db: Kysely<DB>, query: FindingsQuery): Promise<FindingPage> {
  const conditions = [...conditionsOf(query), ...afterCursor(query.cursor)];
  const { rows } = await sql<Row>`
    select ${COLUMNS} from ${FROM}
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by f.priority, coalesce(f.due_at, 'infinity'), f.id
    limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return { items: page.map(shown), next: rows.length > query.limit && last ? cursorOf(last) : null };
}

/** Rows for known findings, in no order. */
export async function findingRows(db: Kysely<DB>, ids: readonly string[]): Promise<FindingRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`select ${COLUMNS} from ${FROM} where f.id = any(${ids}::uuid[])`.execute(
    db,
  );
  return rows.map(shown);
}

function conditionsOf(query: FindingsQuery): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  const state = query.state ?? 'open';
  if (state === 'open') found.push(sql`f.state in ('open', 'reopened')`);
  else if (state !== 'all') found.push(sql`f.state = ${state}`);
  if (query.team) found.push(sql`o.key = ${query.team}`);
  if (query.priority) found.push(sql`f.priority = ${PRIORITIES.indexOf(query.priority)}`);
  if (query.severity) found.push(sql`f.severity = ${SEVERITIES.indexOf(query.severity)}`);
  if (query.kind) found.push(sql`f.kind = ${query.kind}`);
  if (query.tool) found.push(sql`s.tool = ${query.tool}`);
  if (query.repository) {
    found.push(
      sql`f.repository_id in (select id from v_organisation_repository where key = ${query.repository})`,
    );
  }
  if (query.target) {
    // By stream, as the index goes.
    found.push(
      sql`f.stream_id in (select i.id from stream i join target j on j.id = i.target_id where j.key = ${query.target})`,
    );
  }
  if (query.unowned !== undefined) found.push(sql`f.unowned = ${query.unowned}`);
  if (query.fix) found.push(sql`f.fix_id = ${idOf('fix', query.fix)}`);
  if (query.scan) found.push(sql`f.changed_scan_id = ${idOf('scan', query.scan)}`);
  if (query.text) found.push(textCondition(query.text));
  return found;
}

function textCondition(text: string): RawBuilder<unknown> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`(f.title ilike ${pattern} or f.path ilike ${pattern} or f.component ilike ${pattern}
    or ${text.toUpperCase()} = any(f.vulnerabilities))`;
}

function idOf(kind: 'fix' | 'scan', text: string): string {
  const id = fromPublicId(kind, text);
  if (!id) throw new AppError('LK-VALIDATION', `“${text}” is not the id of a ${kind}`);
  return id;
}

/** Place after which the next page begins, opaque outside. */
const cursorOf = (row: Row): string =>
  Buffer.from(JSON.stringify([row.priority, row.due_at?.toISOString() ?? 'infinity', row.id])).toString(
    'base64url',
  );

function afterCursor(cursor: string | undefined): RawBuilder<unknown>[] {
  if (!cursor) return [];
  try {
    const [priority, dueAt, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [
      number,
      string,
      string,
    ];
    if (
      !Number.isInteger(priority) ||
      !fromPublicId('finding', id) ||
      !(dueAt === 'infinity' || Date.parse(dueAt))
    ) {
      throw new Error('not a cursor');
    }
    return [
      sql`(f.priority, coalesce(f.due_at, 'infinity'), f.id) > (${priority}::smallint, ${dueAt}::timestamptz, ${id}::uuid)`,
    ];
  } catch {
    throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  }
}
