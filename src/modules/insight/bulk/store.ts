import { type Kysely, sql, type Transaction } from 'kysely';
import type { BulkAction, BulkChange, BulkPreview } from '../../../contract/bulk.ts';
import type { DB } from '../../schema.gen.ts';

/** Who does it, kept for the job. */
export interface Doer {
  label: string;
  name: string;
  personId: string | null;
}

/** What is kept of a change beside its items. */
interface Told {
  action: BulkAction;
  doer: Doer;
  preview: BulkPreview;
  state: BulkChange['state'];
}

export interface StoredBulk extends Told {
  id: string;
  by: string;
  at: Date;
}

/**
 * What became of an item: nothing yet (no key), done with what taking it back needs, failed, taken back, or left as it
 * is because it is not any more as we left it.
 */
export interface ItemState {
  done?: { at?: string; exception?: string };
  failed?: string;
  undone?: true;
  kept?: string;
}

export async function insertBulk(
  tx: Transaction<DB>,
  { id, by, at, ...told }: StoredBulk,
  findingIds: readonly string[],
): Promise<void> {
  await sql`insert into bulk_change (id, kind, by_label, at, told)
    values (${id}, ${told.action.kind}, ${by}, ${at}, ${JSON.stringify(told)}::jsonb)`.execute(tx);
  await sql`insert into bulk_change_item (bulk_id, finding_id)
    select ${id}, x.id from unnest(${[...findingIds]}::uuid[]) as x(id)`.execute(tx);
}

export async function findBulk(db: Kysely<DB>, id: string, lock = false): Promise<StoredBulk | undefined> {
  const { rows } = await sql<{ id: string; by: string; at: Date; told: Told }>`
    select id, by_label as by, at, told from bulk_change where id = ${id} ${lock ? sql`for update` : sql``}`.execute(
    db,
  );
  const row = rows[0];
  return row && { id: row.id, by: row.by, at: row.at, ...row.told };
}

export const setState = (db: Kysely<DB>, id: string, state: BulkChange['state']): Promise<unknown> =>
  sql`update bulk_change set told = jsonb_set(told, '{state}', to_jsonb(${state}::text)) where id = ${id}`.execute(
    db,
  );

export const noteUndoing = (tx: Transaction<DB>, id: string, by: string, at: Date): Promise<unknown> =>
  sql`update bulk_change set told = jsonb_set(told, '{state}', '"undoing"'), undone_at = ${at}, undone_by = ${by}
    where id = ${id}`.execute(tx);

/** The next items to do, or to take back; of those not locked by another one at work. */
export async function nextItems(
  tx: Kysely<DB>,
  bulkId: string,
  undoing: boolean,
  limit: number,
): Promise<{ id: string; undo: ItemState }[]> {
  const open = undoing
    ? sql`undo ? 'done' and not undo ? 'undone' and not undo ? 'kept'`
    : sql`undo = '{}'::jsonb`;
  const { rows } = await sql<{ id: string; undo: ItemState }>`
    select finding_id as id, undo from bulk_change_item where bulk_id = ${bulkId} and ${open}
    order by finding_id limit ${limit}::int`.execute(tx);
  return rows;
}

export const noteItems = (
  tx: Kysely<DB>,
  bulkId: string,
  items: readonly { id: string; undo: ItemState }[],
): Promise<unknown> =>
  sql`update bulk_change_item i set undo = x.undo
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as x(id uuid, undo jsonb)
    where i.bulk_id = ${bulkId} and i.finding_id = x.id`.execute(tx);

/** How far it is. */
export async function countItems(
  db: Kysely<DB>,
  bulkId: string,
): Promise<{ done: number; undone: number; failed: { because: string; n: number }[] }> {
  const { rows } = await sql<{ because: string | null; done: number; undone: number; n: number }>`
    select coalesce(undo ->> 'failed', undo ->> 'kept') as because,
      (count(*) filter (where undo ? 'done'))::int as done,
      (count(*) filter (where undo ? 'undone'))::int as undone, count(*)::int as n
    from bulk_change_item where bulk_id = ${bulkId} group by 1 order by 4 desc`.execute(db);
  return {
    done: rows.reduce((sum, row) => sum + row.done, 0),
    undone: rows.reduce((sum, row) => sum + row.undone, 0),
    failed: rows.flatMap(({ because, n }) => (because === null ? [] : [{ because, n }])),
  };
}
