import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';

export interface PolicyRow {
  version: number;
  document: string;
  author: string;
  reason: string;
  created_at: Date;
}

export const activeRow = (db: Kysely<DB>): Promise<PolicyRow | undefined> =>
  db
    .selectFrom('policy_version')
    .select(['version', 'document', 'author', 'reason', 'created_at'])
    .where('active', '=', true)
    .executeTakeFirst();

/** Adds a version and makes it the active one. */
export async function activate(tx: Transaction<DB>, row: Omit<PolicyRow, 'version'>): Promise<void> {
  await tx.updateTable('policy_version').set({ active: false }).where('active', '=', true).execute();
  await sql`insert into policy_version (version, document, author, reason, created_at, active)
    select coalesce(max(version), 0) + 1, ${row.document}, ${row.author}, ${row.reason}, ${row.created_at}, true
    from policy_version`.execute(tx);
}
