import { type Kysely, type Selectable, sql } from 'kysely';
import type { DB, Session } from '../../schema.gen.ts';

/** A transaction, or the database itself for a single statement. */
type Db = Kysely<DB>;

// sessions ---------------------------------------------------------------------------------------------------

export interface NewSession {
  hash: Buffer;
  personId: string;
  method: string;
  userAgent: string | null;
  startedAt: Date;
  expiresAt: Date;
}

export const insertSession = (db: Db, session: NewSession) =>
  db
    .insertInto('session')
    .values({
      hash: session.hash,
      person_id: session.personId,
      method: session.method,
      user_agent: session.userAgent,
      created_at: session.startedAt,
      last_used_at: session.startedAt,
      expires_at: session.expiresAt,
    })
    .execute();

export const deleteSession = (db: Db, hash: Buffer) =>
  db.deleteFrom('session').where('hash', '=', hash).execute();

export const findSessionRow = (db: Db, hash: Buffer): Promise<Selectable<Session> | undefined> =>
  db.selectFrom('session').selectAll().where('hash', '=', hash).executeTakeFirst();

/** Last used first. */
export const listSessions = (db: Db, personId: string, now: Date): Promise<Selectable<Session>[]> =>
  db
    .selectFrom('session')
    .selectAll()
    .where('person_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute();

/** @returns how many ended */
export async function deleteSessionById(db: Db, personId: string, id: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** @returns how many ended */
export async function deleteOtherSessions(db: Db, personId: string, keep: Buffer | null): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .$if(keep !== null, (query) => query.where('hash', '<>', keep!))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

// what was begun ---------------------------------------------------------------------------------------------

export interface AttemptRow {
  personId: string | null;
  data: Record<string, unknown>;
}

export const insertAttempt = (
  db: Db,
  attempt: { hash: Buffer; kind: string; personId: string | null; data: object; expiresAt: Date },
) =>
  db
    .insertInto('sign_in_attempt')
    .values({
      hash: attempt.hash,
      kind: attempt.kind,
      person_id: attempt.personId,
      data: JSON.stringify(attempt.data),
      expires_at: attempt.expiresAt,
    })
    .execute();

const asAttempt = (row: { person_id: string | null; data: unknown } | undefined): AttemptRow | null =>
  row ? { personId: row.person_id, data: row.data as Record<string, unknown> } : null;

export const findAttempt = async (
  db: Db,
  kind: string,
  hash: Buffer,
  now: Date,
): Promise<AttemptRow | null> =>
  asAttempt(
    await db
      .selectFrom('sign_in_attempt')
      .select(['person_id', 'data'])
      .where('hash', '=', hash)
      .where('kind', '=', kind)
      .where('expires_at', '>', now)
      .executeTakeFirst(),
  );

/** One statement, so that of two who come at once only one gets it. */
export const takeAttempt = async (
  db: Db,
  kind: string,
  hash: Buffer,
  now: Date,
): Promise<AttemptRow | null> =>
  asAttempt(
    await db
      .deleteFrom('sign_in_attempt')
      .where('hash', '=', hash)
      .where('kind', '=', kind)
      .where('expires_at', '>', now)
      .returning(['person_id', 'data'])
      .executeTakeFirst(),
  );

/** What a person had begun with a password that counts no longer. */
export const deleteAttemptsOf = (db: Db, personId: string) =>
  db.deleteFrom('sign_in_attempt').where('person_id', '=', personId).execute();

// wrong answers ----------------------------------------------------------------------------------------------

/** Until when nobody may try; null = now. */
export async function findLock(db: Db, hash: Buffer, now: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('sign_in_failure')
    .select('locked_until')
    .where('hash', '=', hash)
    .where('locked_until', '>', now)
    .executeTakeFirst();
  return row?.locked_until ?? null;
}

/** Locks the row until the transaction ends: one try after the other. */
export async function lockFailures(
  db: Db,
  hash: Buffer,
  now: Date,
): Promise<{ failed: number; lockedUntil: Date | null; at: Date }> {
  await sql`insert into sign_in_failure (hash, failed, at) values (${hash}, 0, ${now})
    on conflict do nothing`.execute(db);
  const row = await db
    .selectFrom('sign_in_failure')
    .selectAll()
    .where('hash', '=', hash)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { failed: row.failed, lockedUntil: row.locked_until, at: row.at };
}

export const writeFailures = (
  db: Db,
  hash: Buffer,
  change: { failed: number; lockedUntil: Date | null; at: Date },
) =>
  db
    .updateTable('sign_in_failure')
    .set({ failed: change.failed, locked_until: change.lockedUntil, at: change.at })
    .where('hash', '=', hash)
    .execute();

/** A try that was none: the password was right, or nobody could look at it. */
export const forgiveFailure = (db: Db, hash: Buffer) =>
  sql`update sign_in_failure set failed = greatest(failed - 1, 0), locked_until = null
    where hash = ${hash}`.execute(db);

/** @returns how many wrong answers there were */
export async function deleteFailures(db: Db, hash: Buffer): Promise<number> {
  const row = await db
    .deleteFrom('sign_in_failure')
    .where('hash', '=', hash)
    .returning('failed')
    .executeTakeFirst();
  return row?.failed ?? 0;
}

// what is over -----------------------------------------------------------------------------------------------

/** @returns how many sessions had ended */
export async function deleteEnded(db: Db, now: Date, forgottenFailures: Date): Promise<number> {
  await db.deleteFrom('sign_in_attempt').where('expires_at', '<', now).execute();
  await db.deleteFrom('sign_in_failure').where('at', '<', forgottenFailures).execute();
  const { numDeletedRows } = await db.deleteFrom('session').where('expires_at', '<', now).executeTakeFirst();
  return Number(numDeletedRows);
}
