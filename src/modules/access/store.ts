import { type Kysely, type Selectable, sql } from 'kysely';
import type { Role, Scope } from '../../contract/access.ts';
import type { ApiToken, DB, Person } from '../schema.gen.ts';
import { type ServiceRow, selectServices } from './services/store.ts';

/** A transaction, or the database itself for a single statement. */
type Db = Kysely<DB>;

export type PersonRow = Omit<Selectable<Person>, 'roles'> & { roles: Role[] };
export type TokenRow = Omit<Selectable<ApiToken>, 'hash' | 'scopes'> & { scopes: Scope[] };

export const asPerson = (row: Selectable<Person>): PersonRow => ({ ...row, roles: row.roles as Role[] });
const TOKEN_COLUMNS = [
  'id',
  'name',
  'person_id',
  'scopes',
  'created_at',
  'expires_at',
  'revoked_at',
  'last_used_at',
  'service_account_id',
] as const;

// people -----------------------------------------------------------------------------------------------------

/** @returns false when the email is taken */
export async function insertPerson(
  db: Db,
  person: { id: string; email: string; name: string; roles: Role[] },
): Promise<boolean> {
  const result = await db
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function personById(db: Db, id: string): Promise<PersonRow | null> {
  const row = await db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? asPerson(row) : null;
}

/** Locks the row: what is decided from it holds until the transaction ends. */
export async function personByEmail(db: Db, email: string): Promise<PersonRow | null> {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('email', '=', email)
    .forUpdate()
    .executeTakeFirst();
  return row ? asPerson(row) : null;
}

/** In order of email, after `after`. */
export async function listPeople(db: Db, after: string, limit: number): Promise<PersonRow[]> {
  const rows = await db
    .selectFrom('person')
    .selectAll()
    .where('email', '>', after)
    .orderBy('email')
    .limit(limit)
    .execute();
  return rows.map(asPerson);
}

export const updatePerson = (
  db: Db,
  id: string,
  change: { name?: string; roles?: Role[]; disabled_at?: Date | null },
) =>
  db
    .updateTable('person')
    .set({ ...change, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute();

/** Admins who can sign in, oldest first; locked, so that two changes cannot take the last one away. */
export async function lockActiveAdmins(db: Db): Promise<{ id: string }[]> {
  return db
    .selectFrom('person')
    .select('id')
    .where(sql<boolean>`'admin' = any(roles)`)
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function hasSignedIn(db: Db, personIds: string[]): Promise<boolean> {
  if (personIds.length === 0) return false;
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from sign_in_link where person_id = any(${personIds}::uuid[]) and used_at is not null)
      or exists (select from person_identity where person_id = any(${personIds}::uuid[])) as known`.execute(
    db,
  );
  return rows[0]!.known;
}

// sign-in links and sessions ---------------------------------------------------------------------------------

/** A person's new link replaces those not used. */
export async function replaceLink(db: Db, personId: string, hash: Buffer, expiresAt: Date): Promise<void> {
  await db
    .deleteFrom('sign_in_link')
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .execute();
  await db.insertInto('sign_in_link').values({ hash, person_id: personId, expires_at: expiresAt }).execute();
}

/** One statement, so that of two who come at once only one gets the person. */
export async function useLink(db: Db, hash: Buffer, now: Date): Promise<string | null> {
  const row = await db
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}

export const findLink = (db: Db, hash: Buffer) =>
  db.selectFrom('sign_in_link').select(['used_at', 'expires_at']).where('hash', '=', hash).executeTakeFirst();

export interface SessionRow {
  startedAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  person: PersonRow;
}

export async function findSession(db: Db, hash: Buffer): Promise<SessionRow | null> {
  const row = await db
    .selectFrom('session as s')
    .innerJoin('person as p', 'p.id', 's.person_id')
    .selectAll('p')
    .select(['s.expires_at', 's.last_used_at', 's.created_at as started_at'])
    .where('s.hash', '=', hash)
    .executeTakeFirst();
  if (!row) return null;
  const { expires_at, last_used_at, started_at, ...person } = row;
  return {
    startedAt: started_at,
    lastUsedAt: last_used_at,
    expiresAt: expires_at,
    person: asPerson(person),
  };
}

export const extendSession = (db: Db, hash: Buffer, lastUsedAt: Date, expiresAt: Date) =>
  db
    .updateTable('session')
    .set({ last_used_at: lastUsedAt, expires_at: expiresAt })
    .where('hash', '=', hash)
    .execute();

export const deleteSessionsOf = (db: Db, personId: string) =>
  db.deleteFrom('session').where('person_id', '=', personId).execute();

// tokens -----------------------------------------------------------------------------------------------------

export const insertToken = (
  db: Db,
  token: {
    id: string;
    hash: Buffer;
    name: string;
    person_id: string | null;
    scopes: Scope[];
    expires_at: Date | null;
    service_account_id?: string;
    created_at?: Date;
  },
) => db.insertInto('api_token').values(token).execute();

export async function findToken(
  db: Db,
  hash: Buffer,
): Promise<{ token: TokenRow; person: PersonRow | null; service: ServiceRow | null } | null> {
  const row = await db
    .selectFrom('api_token')
    .select(TOKEN_COLUMNS)
    .where('hash', '=', hash)
    .executeTakeFirst();
  if (!row) return null;
  const person = row.person_id === null ? null : await personById(db, row.person_id);
  const [service = null] =
    row.service_account_id === null ? [] : await selectServices(db, sql`a.id = ${row.service_account_id}`);
  return { token: { ...row, scopes: row.scopes as Scope[] }, person, service };
}

/** Newest first; those of service accounts are with their account. */
export async function listTokens(db: Db): Promise<TokenRow[]> {
  const rows = await db
    .selectFrom('api_token')
    .select(TOKEN_COLUMNS)
    .where('service_account_id', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, scopes: row.scopes as Scope[] }));
}

/** @returns the token's name; null when there is none that still works */
export async function markRevoked(db: Db, id: string, now: Date): Promise<string | null> {
  const row = await db
    .updateTable('api_token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

export const markUsed = (db: Db, id: string, at: Date) =>
  db.updateTable('api_token').set({ last_used_at: at }).where('id', '=', id).execute();

// audit trail ------------------------------------------------------------------------------------------------

export const insertAudit = (
  db: Db,
  entry: { actor: string; action: string; subject: string; detail: string },
) => db.insertInto('audit_entry').values(entry).execute();

/** The same for many, in one statement. */
export const insertAudits = async (
  db: Db,
  actor: string,
  entries: readonly { action: string; subject: string; detail: object }[],
): Promise<void> => {
  await sql`insert into audit_entry (actor, action, subject, detail)
    select ${actor}, action, subject, detail from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as g (action text, subject text, detail jsonb)`.execute(db);
};
