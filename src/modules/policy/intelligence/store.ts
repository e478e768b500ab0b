import { type Kysely, type Selectable, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';

export type FeedRow = Selectable<DB['intel_feed']>;

export const feedRows = (db: Kysely<DB>): Promise<FeedRow[]> =>
  db.selectFrom('intel_feed').selectAll().orderBy('name').execute();

export const feedRow = (db: Kysely<DB>, name: string): Promise<FeedRow | undefined> =>
  db.selectFrom('intel_feed').selectAll().where('name', '=', name).executeTakeFirst();

export async function keepFeedRow(db: Kysely<DB>, row: FeedRow): Promise<void> {
  const { name, ...rest } = row;
  await db
    .insertInto('intel_feed')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(rest))
    .execute();
}

/** The source says that nothing changed: what went wrong before is over. */
export async function keepFeedChecked(db: Kysely<DB>, name: string, now: Date): Promise<void> {
  await db
    .updateTable('intel_feed')
    .set({ checked_at: now, last_error: null, error_at: null })
    .where('name', '=', name)
    .execute();
}

/** Keeps what is held and says what went wrong; a feed that never was loaded gets a row without entries. */
export async function keepFeedError(
  db: Kysely<DB>,
  { name, source, reason, now }: { name: string; source: string; reason: string; now: Date },
): Promise<void> {
  const told = { last_error: reason, error_at: now, checked_at: now };
  await db
    .insertInto('intel_feed')
    .values({ name, source, loaded_at: now, checksum: '', entries: 0, ...told })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(told))
    .execute();
}

/** Whether any catalogue of exploited vulnerabilities was ever loaded. */
export async function holdsCatalogue(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from intel_feed where (name = 'kev' or name like 'kev:%') and entries > 0) as held`.execute(
    db,
  );
  return rows[0]!.held;
}
