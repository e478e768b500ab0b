import { type Kysely, type Selectable, sql } from 'kysely';
import type { DB, Passkey } from '../../schema.gen.ts';
import { asPerson, type PersonRow } from '../store.ts';

type Db = Kysely<DB>;
export type PasskeyRow = Selectable<Passkey>;

// passwords --------------------------------------------------------------------------------------------------

/** One question for those who are here and those who are not. */
export async function findLocalAccount(
  db: Db,
  email: string,
): Promise<{ person: PersonRow | null; hash: string | null }> {
  const row = await db
    .selectFrom('person as p')
    .leftJoin('person_password as w', 'w.person_id', 'p.id')
    .selectAll('p')
    .select('w.hash')
    .where('p.email', '=', email)
    .executeTakeFirst();
  if (!row) return { person: null, hash: null };
  const { hash, ...person } = row;
  return { person: asPerson(person), hash };
}

export const findPassword = (db: Db, personId: string) =>
  db
    .selectFrom('person_password')
    .select(['hash', 'changed_at as changedAt'])
    .where('person_id', '=', personId)
    .executeTakeFirst();

export const upsertPassword = (db: Db, personId: string, hash: string, now: Date) =>
  db
    .insertInto('person_password')
    .values({ person_id: personId, hash, changed_at: now })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ hash, changed_at: now }))
    .execute();

/** The same password, hashed as today asks for it. */
export const replaceHash = (db: Db, personId: string, before: string, hash: string) =>
  db
    .updateTable('person_password')
    .set({ hash })
    .where('person_id', '=', personId)
    .where('hash', '=', before)
    .execute();

export const deletePassword = (db: Db, personId: string) =>
  db.deleteFrom('person_password').where('person_id', '=', personId).executeTakeFirst();

// one-time codes ---------------------------------------------------------------------------------------------

export const findTotp = (db: Db, personId: string) =>
  db.selectFrom('person_totp').selectAll().where('person_id', '=', personId).executeTakeFirst();

/** Offered anew as long as it is not proven. @returns false when there is one that is */
export async function offerTotp(db: Db, personId: string, secret: Buffer): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into person_totp (person_id, secret) values (${personId}, ${secret})
    on conflict (person_id) do update set secret = excluded.secret where person_totp.confirmed_at is null`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/** One statement, so that of two who bring the same code only one is let in. @returns false when it was used */
export async function spendStep(db: Db, personId: string, step: number, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update person_totp set last_step = ${step}, confirmed_at = coalesce(confirmed_at, ${now})
    where person_id = ${personId} and (last_step is null or last_step < ${step})`.execute(db);
  return numAffectedRows === 1n;
}

export const deleteTotp = (db: Db, personId: string) =>
  db.deleteFrom('person_totp').where('person_id', '=', personId).executeTakeFirst();

// recovery codes ---------------------------------------------------------------------------------------------

export async function replaceRecoveryCodes(db: Db, personId: string, hashes: Buffer[]): Promise<void> {
  await db.deleteFrom('recovery_code').where('person_id', '=', personId).execute();
  if (hashes.length > 0)
    await db
      .insertInto('recovery_code')
      .values(hashes.map((hash) => ({ hash, person_id: personId })))
      .execute();
}

/** @returns false when there is no such code that was not used */
export async function spendRecoveryCode(db: Db, personId: string, hash: Buffer, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function countRecoveryCodes(db: Db, personId: string): Promise<number> {
  const row = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

// passkeys ---------------------------------------------------------------------------------------------------

export const listPasskeys = (db: Db, personId: string): Promise<PasskeyRow[]> =>
  db
    .selectFrom('passkey')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** Locked: its counter is read and written by one at a time. */
export const lockPasskey = (db: Db, id: Buffer): Promise<PasskeyRow | undefined> =>
  db.selectFrom('passkey').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** @returns false when this credential is known already */
export async function insertPasskey(
  db: Db,
  passkey: {
    id: Buffer;
    personId: string;
    name: string;
    publicKey: Buffer;
    counter: number;
    transports: string[];
    at: Date;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('passkey')
    .values({
      id: passkey.id,
      person_id: passkey.personId,
      name: passkey.name,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: passkey.transports,
      created_at: passkey.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export const notePasskeyUse = (db: Db, id: Buffer, counter: number, now: Date) =>
  db.updateTable('passkey').set({ counter, last_used_at: now }).where('id', '=', id).execute();

export async function renamePasskey(db: Db, personId: string, id: Buffer, name: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns its name; null when it is not this person's */
export async function deletePasskey(db: Db, personId: string, id: Buffer): Promise<string | null> {
  const row = await db
    .deleteFrom('passkey')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** Which ways in anybody has at all. */
export async function findWays(db: Db): Promise<{ passwords: boolean; passkeys: boolean }> {
  const { rows } = await sql<{ passwords: boolean; passkeys: boolean }>`
    select exists (select from person_password) as passwords, exists (select from passkey) as passkeys`.execute(
    db,
  );
  return rows[0]!;
}

/** What a person has besides links. */
export async function findFactors(
  db: Db,
  personId: string,
): Promise<{ password: boolean; totp: boolean; passkey: boolean; identity: boolean }> {
  const { rows } = await sql<{ password: boolean; totp: boolean; passkey: boolean; identity: boolean }>`
    select exists (select from person_password where person_id = ${personId}) as password,
      exists (select from person_totp where person_id = ${personId} and confirmed_at is not null) as totp,
      exists (select from passkey where person_id = ${personId}) as passkey,
      exists (select from person_identity where person_id = ${personId}) as identity`.execute(db);
  return rows[0]!;
}

/** Secrets of apps, some at a time, for sealing them again under a new key. */
export const listTotpSecrets = (db: Db) =>
  db.selectFrom('person_totp').select(['person_id as id', 'secret']).execute();

export const replaceTotpSecret = (db: Db, personId: string, before: Buffer, secret: Buffer) =>
  db
    .updateTable('person_totp')
    .set({ secret })
    .where('person_id', '=', personId)
    .where('secret', '=', before)
    .executeTakeFirst();
