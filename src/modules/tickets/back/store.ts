import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { RemoteTicket } from '../../../connectors/connector.ts';
import type { DB } from '../../schema.gen.ts';
import type { Seen, Told } from './hear.ts';

type Tx = Transaction<DB>;

/** What is kept of the other side: as it was read, and within `read` also what had been told by then. */
type KeptSeen = Partial<RemoteTicket> & { read?: Seen };

/** A filing as far as reading it goes. */
export interface ReadFiling {
  id: string;
  ticketId: string | null;
  askId: string | null;
  connectionId: string;
  /** Key of the connection. */
  connection: string;
  system: string;
  place: string;
  remoteId: string;
  told: Partial<Told> | null;
  seen: Seen | null;
  seenAt: Date | null;
}

type Row = Omit<ReadFiling, 'seen'> & { seen: KeptSeen | null };

const COLUMNS = sql`f.id, f.ticket_id as "ticketId", f.ask_id as "askId", f.connection_id as "connectionId",
  c.key as connection, f.system, f.place, f.remote_id as "remoteId", f.told, f.seen, f.seen_at as "seenAt"`;

/** Null: it is not filed, was left to itself, or no connection leads there any more. */
export async function findFiled(db: Kysely<DB>, id: string): Promise<ReadFiling | null> {
  return first(await select(db, sql`f.id = ${id}`, sql``));
}

/** The same, held until the transaction ends. */
export async function lockFiled(tx: Tx, id: string): Promise<ReadFiling | null> {
  return first(await select(tx, sql`f.id = ${id}`, sql`for update of f`));
}

async function select(
  db: Kysely<DB>,
  condition: RawBuilder<unknown>,
  lock: RawBuilder<unknown>,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from filing f join v_connections_connection c on c.id = f.connection_id
    where ${condition} and f.state = 'filed' and f.remote_id is not null ${lock}`.execute(db);
  return rows;
}

function first([row]: Row[]): ReadFiling | null {
  return row ? { ...row, seen: row.seen && readOf(row.seen, row.told ?? {}) } : null;
}

/** What was never read since it was filed stands there as the tracker answered then. */
function readOf({ read, ...kept }: KeptSeen, told: Partial<Told>): Seen | null {
  if (read) return read;
  if (kept.title === undefined || kept.state === undefined) return null;
  const { priority: said, ...basis } = told;
  const knowsPriority = kept.priority !== undefined && said != null;
  return {
    title: kept.title,
    state: kept.state,
    status: kept.status ?? '',
    assignee: kept.assignee ?? null,
    dueOn: kept.dueOn ?? null,
    priority: kept.priority ?? null,
    sprint: kept.sprint ?? null,
    updatedAt: kept.updatedAt ?? '',
    basis: { ...basis, ...(knowsPriority && { priority: said }) },
  };
}

/** What was read, and what counts as told from now on. */
export const keepLook = (
  tx: Tx,
  id: string,
  remote: RemoteTicket,
  look: { told: Partial<Told>; seen: Seen },
  at: Date,
): Promise<unknown> =>
  sql`
  update filing set told = coalesce(told, '{}') || ${JSON.stringify(look.told)}::jsonb,
    seen = ${JSON.stringify({ ...remote, read: look.seen })}::jsonb, seen_at = ${at}, place = ${remote.place},
    remote_id = ${remote.id}, remote_key = ${remote.key}, remote_url = ${remote.url}
  where id = ${id}`.execute(tx);

/** It was looked at and stands as it did. */
export const keepSeenAt = (db: Kysely<DB>, id: string, at: Date): Promise<unknown> =>
  sql`update filing set seen_at = ${at} where id = ${id}`.execute(db);

/** Ids there of the comments that stand on both sides. */
export async function knownComments(db: Kysely<DB>, filingId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('filing_comment')
    .select('remote_id')
    .where('filing_id', '=', filingId)
    .execute();
  return new Set(rows.map(({ remote_id }) => remote_id));
}

/** Comments that came in, with the ids that they have here. */
export async function keepComments(
  tx: Tx,
  filingId: string,
  comments: readonly { id: string; remoteId: string; at: Date }[],
): Promise<void> {
  if (comments.length === 0) return;
  await sql`
    insert into filing_comment (filing_id, comment_id, remote_id, direction, at)
    select ${filingId}, id, "remoteId", 'in', at
    from jsonb_to_recordset(${JSON.stringify(comments)}::jsonb) as c(id uuid, "remoteId" text, at timestamptz)
    on conflict do nothing`.execute(tx);
}

/** A filing to be read again. */
export interface Hint {
  filingId: string;
  connectionId: string;
  /** "PAY-12 Upgrade lodash" */
  about: string;
}

const HINT = sql`f.id as "filingId", f.connection_id as "connectionId", coalesce(f.remote_key, '') || ' read again' as about`;

/** The filing of that ticket there, if it is one of ours. */
export async function filingOf(db: Kysely<DB>, connectionId: string, remoteId: string): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    select ${HINT} from filing f
    where f.connection_id = ${connectionId} and f.remote_id = ${remoteId} and f.state = 'filed'`.execute(db);
  return rows;
}

/** Of these tickets there, the filings that were not read since they changed. */
export async function notSeenSince(
  db: Kysely<DB>,
  connectionId: string,
  changed: readonly { id: string; updatedAt: string }[],
): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    select ${HINT} from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r(id text, "updatedAt" text)
    join filing f on f.connection_id = ${connectionId} and f.remote_id = r.id and f.state = 'filed'
    where f.seen -> 'read' ->> 'updatedAt' is distinct from r."updatedAt"`.execute(db);
  return rows;
}

/** Filings that nobody looked at since then, by id: of open work, and of what was closed not long ago. */
export async function longUnseen(
  db: Kysely<DB>,
  since: { seen: Date; closed: Date },
  after: string,
  limit: number,
): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    select ${HINT} from filing f
    left join ticket k on k.id = f.ticket_id left join ask a on a.id = f.ask_id
    where f.id > ${after} and f.state = 'filed' and f.remote_id is not null and f.connection_id is not null
      and (f.seen_at is null or f.seen_at < ${since.seen})
      and coalesce(k.closed_at, a.closed_at, 'infinity') > ${since.closed}
    order by f.id limit ${limit}`.execute(db);
  return rows;
}
