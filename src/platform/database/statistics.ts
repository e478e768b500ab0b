import { type Kysely, sql } from 'kysely';

/** Fewer rows are found quickly whatever the plan. */
const MANY = 1000;

/**
 * Says to PostgreSQL that tables have become much larger: until it looks by itself, up to a minute later, it takes them for
 * as small as they were, and may walk a whole index for one row. Call it after the commit, with the rows that were written.
 */
export async function refreshStatistics<Schema>(
  db: Kysely<Schema>,
  tables: readonly string[],
  written: number,
): Promise<void> {
  if (written < MANY) return;
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where oid = any(${tables}::regclass[]) and reltuples < ${written}`.execute(db);
  for (const { name } of rows) await sql`analyze ${sql.table(name)}`.execute(db);
}
