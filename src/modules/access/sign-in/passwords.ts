import type { FastifyReply } from 'fastify';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import type { PersonRow } from '../store.ts';
import { hashPassword, isOutdated, isPassword, NOBODYS_HASH } from './argon2id.ts';
import { countTry, forgive, tellLock } from './failures.ts';
import type { HashQueue } from './hash-queue.ts';
import { weaknessOf } from './password-rules.ts';
import * as store from './store-factors.ts';

interface PasswordDeps {
  db: Database<DB>;
  hashes: HashQueue;
}

/**
 * Whose email and password these are. Who is not here costs as much time and is told the same as a wrong password.
 * @throws AppError LK-SIGN-IN; LK-RATE-LIMITED when the account is locked or too many come at once
 */
export async function checkPassword(
  { db, hashes }: PasswordDeps,
  given: { email: string; password: string },
  now: Date,
  reply: FastifyReply,
): Promise<PersonRow> {
  const failed = await countTry(db, given.email, now, reply);
  const { person, hash } = await store.findLocalAccount(db, given.email.toLowerCase());
  const right = await compare({ db, hashes }, given, hash ?? NOBODYS_HASH);
  if (!right || !person || hash === null) {
    if (person) await tellLock(db, person, failed, 'password');
    throw new AppError('LK-SIGN-IN', 'The mail or the password is not right.');
  }
  await forgive(db, given.email);
  if (person.disabled_at) throw new AppError('LK-FORBIDDEN', 'This account is closed.');
  if (isOutdated(hash)) {
    const today = await hashes.run(() => hashPassword(given.password));
    await store.replaceHash(db, person.id, hash, today);
  }
  return person;
}

/** A comparison that had no place in the queue was no try. */
async function compare(
  { db, hashes }: PasswordDeps,
  given: { email: string; password: string },
  hash: string,
): Promise<boolean> {
  try {
    return await hashes.run(() => isPassword(given.password, hash));
  } catch (error) {
    await forgive(db, given.email);
    throw error;
  }
}

/** @throws AppError LK-VALIDATION saying why it would be guessed */
export async function hashGoodPassword(
  { hashes }: PasswordDeps,
  password: string,
  owner: { email: string; name: string },
): Promise<string> {
  const weakness = weaknessOf(password, owner);
  if (weakness !== null) throw new AppError('LK-VALIDATION', weakness);
  return hashes.run(() => hashPassword(password));
}

/** @throws AppError LK-SIGN-IN when the old password is not right */
export async function demandOldPassword(
  deps: PasswordDeps,
  person: PersonRow,
  old: string | undefined,
  now: Date,
  reply: FastifyReply,
): Promise<void> {
  const { db } = deps;
  const kept = await store.findPassword(db, person.id);
  if (!kept) return;
  const failed = await countTry(db, person.email, now, reply);
  const given = { email: person.email, password: old ?? '' };
  if (await compare(deps, given, kept.hash)) {
    await forgive(db, person.email);
    return;
  }
  await tellLock(db, person, failed, 'password');
  throw new AppError('LK-SIGN-IN', 'The old password is not right.');
}

export async function keepPassword(
  tx: Database<DB>,
  person: PersonRow,
  hash: string,
  now: Date,
): Promise<void> {
  await store.upsertPassword(tx, person.id, hash, now);
  await audit(tx, person.email, 'password.set', toPublicId('person', person.id));
}
