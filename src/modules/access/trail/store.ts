import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { BEFORE_ALL, type Seal, type Sealable } from './chain.ts';

/** The columns of an entry `e` as they are sealed. */
const SEALABLE = sql`e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  e.actor, e.action, e.subject, e.detail::text as detail`;

export async function lastSeal(db: Kysely<DB>): Promise<Seal> {
  const { rows } = await sql<Seal>`
    select seq, entry_id::text as "entryId", hash from audit_seal order by seq desc limit 1`.execute(db);
  return rows[0] ?? { seq: 0, entryId: '0', hash: BEFORE_ALL };
}

/** Entries that are committed and wait for their seal, oldest first; they wait no longer. */
export async function takeUnsealed(tx: Kysely<DB>, most: number): Promise<Sealable[]> {
  const { rows } = await sql<Sealable>`
    with taken as (
      delete from audit_unsealed where entry_id in (select entry_id from audit_unsealed order by entry_id limit ${most})
      returning entry_id)
    select ${SEALABLE} from audit_entry e join taken on taken.entry_id = e.id order by e.id`.execute(tx);
  return rows;
}

export const insertSeals = (tx: Kysely<DB>, seals: readonly Seal[]) =>
  sql`insert into audit_seal (seq, entry_id, hash)
    select * from unnest(${seals.map(({ seq }) => seq)}::bigint[], ${seals.map(({ entryId }) => entryId)}::bigint[],
      ${seals.map((seal) => seal.hash)}::bytea[])`.execute(tx);

export const hasUnsealed = async (db: Kysely<DB>): Promise<boolean> =>
  (await sql`select from audit_unsealed limit 1`.execute(db)).rows.length > 0;

/** A seal with its entry; `id` is null where the entry is gone. */
export type SealedRow = Seal & { [Column in keyof Sealable]: Sealable[Column] | null };

export async function sealsAfter(db: Kysely<DB>, seq: number, most: number): Promise<SealedRow[]> {
  const { rows } = await sql<SealedRow>`
    select s.seq, s.entry_id::text as "entryId", s.hash, ${SEALABLE}
    from audit_seal s left join audit_entry e on e.id = s.entry_id
    where s.seq > ${seq} order by s.seq limit ${most}`.execute(db);
  return rows;
}

/** The first entry that has no seal and waits for none: it did not come the way entries come. */
export async function firstStray(db: Kysely<DB>): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select e.id::text as id from audit_entry e
    where not exists (select from audit_seal s where s.entry_id = e.id)
      and not exists (select from audit_unsealed u where u.entry_id = e.id)
    order by e.id limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** More that wait are not counted one by one. */
const MOST_WAITING = 1_000;
/** Among so many of the first is the oldest: their times are given as their numbers are, give or take who wrote at once. */
const OLDEST = 100;

export interface Waiting {
  entries: number;
  /** There are more than that. */
  more: boolean;
  /** Since when the oldest. */
  since: Date | null;
}

/** Entries that wait for their seal. */
export async function waiting(db: Kysely<DB>): Promise<Waiting> {
  const { rows } = await sql<{ entries: number; since: Date | null }>`
    select (select count(*)::int from (select from audit_unsealed limit ${sql.lit(MOST_WAITING + 1)}) u) as entries,
      (select min(e.at) from (select entry_id from audit_unsealed order by entry_id limit ${sql.lit(OLDEST)}) u
        join audit_entry e on e.id = u.entry_id) as since`.execute(db);
  const { entries, since } = rows[0]!;
  return { entries: Math.min(entries, MOST_WAITING), more: entries > MOST_WAITING, since };
}

export interface AuditFilter {
  actor?: string | undefined;
  /** The whole action, or its noun: `ticket` is `ticket.change` and all else of tickets. */
  action?: string | undefined;
  subject?: string | undefined;
  from?: Date | undefined;
  /** Not included. */
  to?: Date | undefined;
}

export interface AuditRow {
  id: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
  /** Null while it waits for its seal. */
  seq: number | null;
  hash: Buffer | null;
}

/** Newest first before `cursor`, or oldest first after it. */
export async function selectEntries(
  db: Kysely<DB>,
  filter: AuditFilter,
  { cursor, limit, order }: { cursor: number | null; limit: number; order: 'newest' | 'oldest' },
): Promise<AuditRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  const { actor, action, subject, from, to } = filter;
  if (actor !== undefined) conditions.push(sql`e.actor = ${actor}`);
  if (subject !== undefined) conditions.push(sql`e.subject = ${subject}`);
  if (action !== undefined)
    conditions.push(
      action.includes('.') ? sql`e.action = ${action}` : sql`starts_with(e.action, ${`${action}.`})`,
    );
  if (from !== undefined) conditions.push(sql`e.at >= ${from}`);
  if (to !== undefined) conditions.push(sql`e.at < ${to}`);
  if (cursor !== null) conditions.push(order === 'newest' ? sql`e.id < ${cursor}` : sql`e.id > ${cursor}`);
  const { rows } = await sql<AuditRow>`
    select e.id, e.at, e.actor, e.action, e.subject, e.detail, s.seq, s.hash
    from audit_entry e left join audit_seal s on s.entry_id = e.id
    where ${sql.join(conditions, sql` and `)}
    order by e.id ${order === 'newest' ? sql`desc` : sql`asc`} limit ${limit}`.execute(db);
  return rows;
}
