import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Connection, DB } from '../schema.gen.ts';

type Db = Kysely<DB>;
export type ConnectionRow = Selectable<Connection>;

/** What went wrong the last time, for people. */
export interface LastError {
  at: string;
  says: string[];
}

export const selectConnections = (db: Db): Promise<ConnectionRow[]> =>
  db.selectFrom('connection').selectAll().orderBy('key').execute();

export async function selectConnection(
  db: Db,
  by: { key: string } | { id: string },
): Promise<ConnectionRow | null> {
  const [column, value] = 'key' in by ? (['key', by.key] as const) : (['id', by.id] as const);
  const row = await db.selectFrom('connection').selectAll().where(column, '=', value).executeTakeFirst();
  return row ?? null;
}

/**
 * The system of a connection, as an expression for a query of one's own; null without a connection. It never
 * changes while the connection is there.
 * @param id the column that names it, such as `repository.connection_id`
 */
export const systemOfConnection = (id: string): RawBuilder<string | null> =>
  sql<string | null>`(select c.system from connection c where c.id = ${sql.ref(id)})`;

/** Locks the row: what is decided from it holds until the transaction ends. */
export const lockConnection = (tx: Db, key: string): Promise<ConnectionRow | undefined> =>
  tx.selectFrom('connection').selectAll().where('key', '=', key).forUpdate().executeTakeFirst();

export interface WriteConnection {
  key: string;
  system: string;
  settings: Record<string, unknown>;
  sealedSecrets: Buffer | null;
  enabled: boolean;
}

/** @returns false when the key is taken */
export async function insertConnection(
  tx: Db,
  row: WriteConnection & { id: string; now: Date },
): Promise<boolean> {
  const { id, key, system, enabled } = row;
  const inserted = await tx
    .insertInto('connection')
    .values({
      id,
      key,
      system,
      settings: JSON.stringify(row.settings),
      sealed_secrets: row.sealedSecrets,
      enabled,
      created_at: row.now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** What was wrong before the change need not be wrong after it. */
export const updateConnection = (tx: Db, id: string, row: Omit<WriteConnection, 'key' | 'system'>) =>
  tx
    .updateTable('connection')
    .set({
      settings: JSON.stringify(row.settings),
      sealed_secrets: row.sealedSecrets,
      enabled: row.enabled,
      last_error: null,
    })
    .where('id', '=', id)
    .execute();

export const deleteConnection = (tx: Db, id: string) =>
  tx.deleteFrom('connection').where('id', '=', id).execute();

/** Others read it before: nothing is written over a change that came between. */
export const updateSealed = (db: Db, id: string, before: Buffer, sealed: Buffer) =>
  db
    .updateTable('connection')
    .set({ sealed_secrets: sealed })
    .where('id', '=', id)
    .where('sealed_secrets', '=', before)
    .execute();

/** Word of a success; while all is well it is written at most once an hour. */
export const noteOk = (db: Db, id: string, now: Date): Promise<unknown> =>
  sql`update connection set last_ok_at = ${now}, last_error = null
    where id = ${id}
      and (last_error is not null or last_ok_at is null or last_ok_at < ${now}::timestamptz - interval '1 hour')`.execute(
    db,
  );

export const noteError = (db: Db, id: string, error: LastError): Promise<unknown> =>
  db
    .updateTable('connection')
    .set({ last_error: JSON.stringify(error) })
    .where('id', '=', id)
    .execute();

// webhooks -----------------------------------------------------------------------------------------------------

/** @returns false when this delivery was taken before */
export async function insertDelivery(
  tx: Db,
  row: { connection_id: string; delivery: Buffer; received_at: Date },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('hook_delivery')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function deleteDeliveries(db: Db, before: Date): Promise<number> {
  const deleted = await db.deleteFrom('hook_delivery').where('received_at', '<', before).executeTakeFirst();
  return Number(deleted.numDeletedRows);
}
