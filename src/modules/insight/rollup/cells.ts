import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { MEASURES, type Measure } from './measures.ts';

export interface CellQuery {
  /** Id of a team or a unit, or `COMPANY`. */
  scopeId: string;
  measure: Measure;
  /** First and last day of `at`, both included. */
  from?: Date | string;
  to?: Date | string;
  tool?: string | undefined;
  kind?: string | undefined;
  /** Rank of a severity. */
  severity?: number | undefined;
  /** Rank of a priority. */
  priority?: number | undefined;
  /** Only what first looks found, or all but that. */
  firstLook?: boolean | undefined;
}

/** Columns that may be kept apart; the others are summed. */
export type CellColumn = 'at' | 'tool' | 'kind' | 'phase' | 'severity' | 'priority' | 'days' | 'first_look';

export interface Cell {
  /** `YYYY-MM-DD`. */
  at: string;
  tool: string;
  kind: string;
  phase: string;
  severity: number;
  priority: number;
  days: number;
  first_look: boolean;
}

/** Counts of one measure, summed over all columns but those named. */
export async function readCells<Column extends CellColumn>(
  db: Kysely<DB>,
  query: CellQuery,
  by: readonly Column[],
): Promise<(Pick<Cell, Column> & { n: number })[]> {
  const { rows } = await sql<Pick<Cell, Column> & { n: number }>`
    select ${sql.join([...by.map(shown), sql`sum(n)::int as n`])} from insight_cell
    where ${sql.join([sql`scope_id = ${query.scopeId}::uuid`, ...conditionsOf(query)], sql` and `)}
    ${groupedBy(by)} having sum(n) <> 0`.execute(db);
  return rows;
}

/** The same for many scopes at once: a row says whose it is. */
export async function readCellsEach<Column extends CellColumn>(
  db: Kysely<DB>,
  scopeIds: readonly string[],
  query: Omit<CellQuery, 'scopeId'>,
  by: readonly Column[],
): Promise<(Pick<Cell, Column> & { scope_id: string; n: number })[]> {
  const each = ['scope_id', ...by] as const;
  const { rows } = await sql<Pick<Cell, Column> & { scope_id: string; n: number }>`
    select ${sql.join([...each.map(shown), sql`sum(n)::int as n`])} from insight_cell
    where ${sql.join([sql`scope_id = any(${scopeIds}::uuid[])`, ...conditionsOf(query)], sql` and `)}
    ${groupedBy(each)} having sum(n) <> 0`.execute(db);
  return rows;
}

const shown = (column: string) =>
  column === 'at' ? sql`to_char(at, 'YYYY-MM-DD') as at` : sql`${sql.ref(column)}`;
const groupedBy = (columns: readonly string[]) =>
  columns.length > 0
    ? sql`group by ${sql.join(columns.map((column) => sql`insight_cell.${sql.ref(column)}`))}`
    : sql``;

function conditionsOf(query: Omit<CellQuery, 'scopeId'>): RawBuilder<unknown>[] {
  const found = [sql`measure = ${MEASURES[query.measure]}::smallint`];
  if (query.from !== undefined) found.push(sql`at >= ${query.from}::date`);
  if (query.to !== undefined) found.push(sql`at <= ${query.to}::date`);
  if (query.tool !== undefined) found.push(sql`tool = ${query.tool}`);
  if (query.kind !== undefined) found.push(sql`kind = ${query.kind}`);
  if (query.severity !== undefined) found.push(sql`severity = ${query.severity}::smallint`);
  if (query.priority !== undefined) found.push(sql`priority = ${query.priority}::smallint`);
  if (query.firstLook !== undefined) found.push(sql`first_look = ${query.firstLook}`);
  return found;
}

/** What an insight is about, as addresses name it: a team, a unit with all below it, or the company (neither). */
export interface ScopeName {
  team?: string | undefined;
  unit?: string | undefined;
}

/** When the counts were last brought up to date; null while there is nothing to count. */
export async function countedAt(db: Kysely<DB>): Promise<Date | null> {
  const { rows } = await sql<{
    at: Date;
  }>`select folded_at as at from insight_state where name = 'cells'`.execute(db);
  return rows[0]?.at ?? null;
}
