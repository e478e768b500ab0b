import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';

type Db = Kysely<DB>;
type Tx = Transaction<DB>;

export interface PolicyRow {
  version: number;
  document: string;
  author: string;
  reason: string;
  created_at: Date;
}

/** A version with its whole life. */
export interface VersionRow extends PolicyRow {
  active: boolean;
  author_person: string | null;
  based_on: number | null;
  approved_by: string | null;
  approved_at: Date | null;
  withdrawn_at: Date | null;
  activated_at: Date | null;
}

export interface ActivationRow {
  version: number;
  at: Date;
  actor: string;
  reason: string;
  again: boolean;
}

const WHOLE = [
  'version',
  'document',
  'author',
  'reason',
  'created_at',
  'active',
  'author_person',
  'based_on',
  'approved_by',
  'approved_at',
  'withdrawn_at',
] as const;

const versions = (db: Db) =>
  db
    .selectFrom('policy_version as v')
    .select(WHOLE.map((name) => `v.${name}` as const))
    .select(
      sql<Date | null>`(select max(a.at) from policy_activation a where a.version = v.version)`.as(
        'activated_at',
      ),
    );

export const activeRow = (db: Db): Promise<VersionRow | undefined> =>
  versions(db).where('v.active', '=', true).executeTakeFirst();

export const versionRow = (db: Db, version: number): Promise<VersionRow | undefined> =>
  versions(db).where('v.version', '=', version).executeTakeFirst();

/** The newest that nobody withdrew. */
export const newestRow = (db: Db): Promise<VersionRow | undefined> =>
  versions(db).where('v.withdrawn_at', 'is', null).orderBy('v.version', 'desc').limit(1).executeTakeFirst();

/** Newest first, below a number. */
export const versionRows = (db: Db, below: number | null, limit: number): Promise<VersionRow[]> =>
  versions(db)
    .$if(below !== null, (query) => query.where('v.version', '<', below!))
    .orderBy('v.version', 'desc')
    .limit(limit)
    .execute();

/** Newest first. */
export const activations = (db: Db, of: { version?: number; limit: number }): Promise<ActivationRow[]> =>
  db
    .selectFrom('policy_activation')
    .select(['version', 'at', 'actor', 'reason', 'again'])
    .$if(of.version !== undefined, (query) => query.where('version', '=', of.version!))
    .orderBy('at', 'desc')
    .orderBy('version', 'desc')
    .limit(of.limit)
    .execute();

/** Documents that were in force before, newest first: the first that can be read is the last good one. */
export async function pastDocuments(db: Db, limit: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.*, a.at as activated_at from policy_version v
    join (select version, max(at) as at from policy_activation group by version) a using (version)
    where not v.active order by a.at desc limit ${limit}`.execute(db);
  return rows;
}

/** A new version, not in force. @returns its number */
export async function insertVersion(
  tx: Tx,
  row: Pick<VersionRow, 'document' | 'author' | 'reason' | 'created_at' | 'author_person' | 'based_on'>,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into policy_version (version, document, author, author_person, reason, created_at, based_on)
    select coalesce(max(version), 0) + 1, ${row.document}, ${row.author}, ${row.author_person}::uuid, ${row.reason},
      ${row.created_at}, ${row.based_on}::int
    from policy_version returning version`.execute(tx);
  return rows[0]!.version;
}

export const setApproved = (tx: Tx, version: number, by: string, at: Date): Promise<unknown> =>
  tx
    .updateTable('policy_version')
    .set({ approved_by: by, approved_at: at })
    .where('version', '=', version)
    .execute();

export const setWithdrawn = (tx: Tx, version: number, at: Date): Promise<unknown> =>
  tx.updateTable('policy_version').set({ withdrawn_at: at }).where('version', '=', version).execute();

/** Puts a version in force; nothing of the past is changed. */
export async function setActive(tx: Tx, activation: ActivationRow): Promise<void> {
  const { version, at, actor, reason, again } = activation;
  await tx.updateTable('policy_version').set({ active: false }).where('active', '=', true).execute();
  await tx.updateTable('policy_version').set({ active: true }).where('version', '=', version).execute();
  await sql`insert into policy_activation (id, version, at, actor, reason, again)
    values (gen_random_uuid(), ${version}, ${at}, ${actor}, ${reason}, ${again})`.execute(tx);
}

/** Whether somebody else could approve what this person wrote. */
export async function othersMayApprove(
  tx: Tx,
  author: { person: string | null; label: string },
): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (
      select from v_access_person where active and roles && array['security', 'admin']
        and id is distinct from ${author.person}::uuid and email <> ${author.label}) as there`.execute(tx);
  return rows[0]!.there;
}
