import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Following } from './follow.ts';

type Tx = Transaction<DB>;

/** Whose other side a filing is; also the name of its table. */
export type Owner = 'ticket' | 'ask';

/** A filing of which there is something to tell. */
export interface Due {
  id: string;
  rev: number;
  connectionId: string;
  /** "PAY-12 Upgrade lodash" */
  about: string;
}

const ABOUT = sql`(select o.queue || '-' || o.number || ' ' || left(o.title, 200) from (
  select queue, number, title from ticket where id = f.ticket_id
  union all select queue, number, title from ask where id = f.ask_id) o)`;
const DUE = sql`f.id, f.wanted_rev as rev, f.connection_id as "connectionId", ${ABOUT} as about`;

/** One that another transaction filed meanwhile is told again instead. */
export async function insertFilings(
  tx: Tx,
  owner: Owner,
  file: readonly (Following['file'][number] & { id: string })[],
  commentsSince: Date | null,
): Promise<Due[]> {
  if (file.length === 0) return [];
  const column = sql.ref(`${owner}_id`);
  const rows = file.map(({ id, ownerId, place }) => ({ id, owner: ownerId, ...place }));
  const { rows: due } = await sql<Due>`
    with filed as (
      insert into filing as f (id, ${column}, connection_id, system, place, comments_since)
      select id, owner, "connectionId", system, place, ${commentsSince}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, owner uuid, "connectionId" uuid, system text, place text)
      order by owner
      on conflict (${column}) do update set wanted_rev = f.wanted_rev + 1
      returning f.id, ${column} as owner, f.wanted_rev as rev, f.connection_id as "connectionId"
    )
    select f.id, f.rev, f."connectionId", o.queue || '-' || o.number || ' ' || left(o.title, 200) as about
    from filed f join ${sql.table(owner)} o on o.id = f.owner`.execute(tx);
  return due;
}

/**
 * Filings that another connection, or another place, takes over. Where it is the same place, the ticket of before is
 * looked for there before another is made.
 */
export async function takeFilings(
  tx: Tx,
  take: readonly Following['take'][number][],
  commentsSince: Date | null,
): Promise<Due[]> {
  if (take.length === 0) return [];
  const rows = take.map(({ filingId, place, same }) => ({ id: filingId, ...place, same }));
  const { rows: due } = await sql<Due>`
    update filing f set connection_id = r."connectionId", system = r.system, place = r.place, state = 'wanted',
      wanted_rev = f.wanted_rev + 1, remote_id = null, remote_key = null, remote_url = null, seen = null, problem = null,
      begun = case when r.same and f.remote_id is not null then 'create' when r.same then f.begun end,
      told = case when r.same then f.told end, comments_since = coalesce(f.comments_since, ${commentsSince}::timestamptz)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, "connectionId" uuid, system text, place text, same bool)
    where f.id = r.id
    returning ${DUE}`.execute(tx);
  return due;
}

/** Counts up what is to be told of these filings. */
export const tellFilings = (tx: Tx, filingIds: readonly string[]): Promise<Due[]> =>
  filingIds.length > 0 ? tellWhere(tx, sql`id = any(${filingIds}::uuid[])`) : Promise.resolve([]);

/** In one order, so that two transactions that tell the same filings wait for each other instead of for ever. */
async function tellWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with told as materialized (select id from filing where ${condition} order by id for update)
    update filing f set wanted_rev = f.wanted_rev + 1 from told
    where f.id = told.id and f.connection_id is not null
    returning ${DUE}`.execute(tx);
  return rows;
}
