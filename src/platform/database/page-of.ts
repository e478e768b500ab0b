import { type RawBuilder, sql } from 'kysely';

/** What pages ask for, or one row more to see whether the list goes on; others are few. */
const USUAL = new Set([1, 5, 10, 20, 25, 50, 100, 200]);

/**
 * `limit` and `offset` of a page. The usual ones stand in the text: PostgreSQL plans a statement anew each time when it
 * cannot know how few of the rows are wanted, and that often takes longer than fetching them.
 */
export function pageOf(rows: number, offset = 0): RawBuilder<unknown> {
  const limit =
    USUAL.has(rows) || USUAL.has(rows - 1) ? sql`limit ${sql.lit(rows)}` : sql`limit ${rows}::int`;
  return offset === 0 ? limit : sql`${limit} offset ${offset}::int`;
}
