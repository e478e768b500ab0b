import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { copyInto } from '../../../../platform/database/copy.ts';
import type { DB } from '../../../schema.gen.ts';

type Tx = Transaction<DB>;

export type AliasFeed = Selectable<DB['alias_feed']>;

export const aliasFeed = (db: Kysely<DB>, name: string): Promise<AliasFeed | undefined> =>
  db.selectFrom('alias_feed').selectAll().where('name', '=', name).executeTakeFirst();

export async function keepAliasFeed(tx: Kysely<DB>, feed: AliasFeed): Promise<void> {
  const { name: _, ...rest } = feed;
  await tx
    .insertInto('alias_feed')
    .values(feed)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(rest))
    .execute();
}

/** What is held stays; only the reason is kept. */
export async function keepAliasError(db: Kysely<DB>, feed: AliasFeed): Promise<void> {
  await db
    .insertInto('alias_feed')
    .values(feed)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ last_error: feed.last_error }))
    .execute();
}

/** What a change of names concerns. */
export interface Exchanged {
  /** Targets that have live findings under a name whose group changed, and tell in more than one stream. */
  targets: string[];
  /** Those names, as live findings carry them. */
  names: string[];
}

/** Exchanges all names of a feed in the transaction at hand; what stays the same is not written. */
export async function exchangeAliases(
  tx: Tx,
  source: string,
  groups: ReadonlyMap<string, string>,
): Promise<Exchanged> {
  await sql`create temp table alias_next (name text primary key, group_name text not null) on commit drop`.execute(
    tx,
  );
  await copyInto(tx, 'alias_next', ['name', 'group_name'], groups);
  await sql`create temp table alias_changed on commit drop as
    select coalesce(n.name, h.name) as name
    from alias_next n full join vulnerability_alias h on h.name = n.name
    where n.group_name is distinct from h.group_name`.execute(tx);
  await sql`delete from vulnerability_alias h where not exists (select from alias_next n where n.name = h.name)`.execute(
    tx,
  );
  await sql`insert into vulnerability_alias as h (name, group_name, source)
    select name, group_name, ${source} from alias_next
    on conflict (name) do update set group_name = excluded.group_name, source = excluded.source
    where h.group_name <> excluded.group_name`.execute(tx);
  await sql`create temp table alias_met on commit drop as
    select f.target_id, f.stream_id, v.name
    from finding f cross join unnest(f.vulnerabilities) v(name) join alias_changed c on c.name = v.name
    where f.vulnerabilities is not null and f.state in ('open', 'reopened', 'excepted')`.execute(tx);
  const targets = await sql<{ id: string }>`
    select distinct m.target_id as id from alias_met m
    where exists (select from stream s where s.target_id = m.target_id and s.id <> m.stream_id)`.execute(tx);
  const names = await sql<{ name: string }>`select distinct name from alias_met`.execute(tx);
  return { targets: targets.rows.map(({ id }) => id), names: names.rows.map(({ name }) => name) };
}

/** Live findings of a target that carry the name of a vulnerability. */
export async function namedFindings(tx: Tx, targetId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from finding where target_id = ${targetId} and component is not null and vulnerabilities is not null
      and state in ('open', 'reopened', 'excepted')`.execute(tx);
  return rows.map(({ id }) => id);
}
