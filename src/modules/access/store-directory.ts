import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';

/** A person as a directory tells of them. A new id makes a developer; roles are never a directory's to give. */
export interface PersonWrite {
  /** The database's id. */
  id: string;
  email: string;
  name: string;
  /** Null: the email is the user name. */
  userName: string | null;
  givenName: string | null;
  familyName: string | null;
  /** Who says that they exist: 'scim', or the key of a connection. */
  managedBy: string;
  /** False closes the account: no sign-in, and sessions end. */
  active: boolean;
  /** The directory has let go of them; what they did stays told. */
  removed: boolean;
}

/** Locks the rows: what is decided from them holds until the transaction ends. */
export async function lockPeople(db: Kysely<DB>, ids: string[]): Promise<Map<string, PersonWrite>> {
  const rows = await db
    .selectFrom('person')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  const people = rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    userName: row.user_name,
    givenName: row.given_name,
    familyName: row.family_name,
    managedBy: row.managed_by,
    active: row.disabled_at === null,
    removed: row.removed_at !== null,
  }));
  return new Map(people.map((one) => [one.id, one]));
}

/** The first email or user name of these people that somebody else has, here or among themselves. */
export async function findTaken(
  db: Kysely<DB>,
  people: readonly PersonWrite[],
): Promise<{ what: 'email' | 'userName'; value: string } | null> {
  const { rows } = await sql<{ what: 'email' | 'userName'; value: string }>`
    with wanted as materialized (
      select id, email, lower(coalesce("userName", email)) as name
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as n(id uuid, email text, "userName" text)),
    -- Names and emails that are met twice among them all; two equalities, since one with "or" compares all with all.
    others as (
      select id, email, lower(coalesce(user_name, email)) as name from person
      where id not in (select id from wanted)
      union all select id, email, name from wanted)
    (select 'email' as what, w.email as value from wanted w join others o on o.email = w.email and o.id <> w.id limit 1)
    union all
    (select 'userName', w.name from wanted w join others o on o.name = w.name and o.id <> w.id limit 1)
    limit 1`.execute(db);
  return rows[0] ?? null;
}

export const upsertPeople = (db: Kysely<DB>, people: readonly PersonWrite[], now: Date) =>
  sql`
    insert into person as old (id, email, name, roles, user_name, given_name, family_name, managed_by,
      disabled_at, removed_at, created_at, updated_at)
    select id, email, name, '{developer}', "userName", "givenName", "familyName", "managedBy",
      case when not active then ${now}::timestamptz end, case when removed then ${now}::timestamptz end, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as n(id uuid, email text, name text,
      "userName" text, "givenName" text, "familyName" text, "managedBy" text, active boolean, removed boolean)
    on conflict (id) do update set email = excluded.email, name = excluded.name,
      user_name = excluded.user_name, given_name = excluded.given_name, family_name = excluded.family_name,
      managed_by = excluded.managed_by, updated_at = excluded.updated_at,
      disabled_at = case when excluded.disabled_at is null then null else coalesce(old.disabled_at, excluded.disabled_at) end,
      removed_at = case when excluded.removed_at is null then null else coalesce(old.removed_at, excluded.removed_at) end`.execute(
    db,
  );

export const endSessions = (db: Kysely<DB>, people: string[]) =>
  sql`delete from session where person_id = any(${people}::uuid[])`.execute(db);

export const insertAudits = (
  db: Kysely<DB>,
  actor: string,
  entries: { action: string; subject: string; detail: object }[],
) =>
  sql`
    insert into audit_entry (actor, action, subject, detail)
    select ${actor}, action, subject, detail
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as n(action text, subject text, detail jsonb)`.execute(
    db,
  );
