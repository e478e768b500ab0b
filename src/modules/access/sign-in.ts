import { AppError } from '../../kernel/errors.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import { audit } from './audit.ts';
import { hashOf, newSecret } from './secret.ts';
import * as store from './store.ts';

/** A session ends this long after its last use. */
export const SESSION_MS = 30 * 24 * 3_600_000;

/**
 * Trades a one-time link for a session.
 * @throws AppError LK-SIGN-IN-LINK, saying whether it is used, expired or unknown; LK-FORBIDDEN for a closed account
 */
export async function signInByLink(
  db: Database<DB>,
  secret: string,
  now: Date,
): Promise<{ person: store.PersonRow; session: string }> {
  return db.transaction().execute(async (tx) => {
    const hash = hashOf(secret);
    const personId = await store.useLink(tx, hash, now);
    if (personId === null) throw await whyNot(tx, hash);
    const person = (await store.personById(tx, personId))!;
    if (person.disabled_at) throw new AppError('LK-FORBIDDEN', 'This account is closed.');
    const session = newSecret();
    await store.insertSession(tx, hashOf(session), personId, new Date(now.getTime() + SESSION_MS));
    await audit(tx, person.email, 'session.start', toPublicId('person', personId));
    return { person, session };
  });
}

async function whyNot(tx: Tx<DB>, hash: Buffer): Promise<AppError> {
  const link = await store.findLink(tx, hash);
  const what = !link ? 'is not known or was replaced' : link.used_at ? 'was used before' : 'has expired';
  return new AppError('LK-SIGN-IN-LINK', `This sign-in link ${what}.`);
}

/** Ends one session; the others of the person go on. */
export async function signOut(db: Database<DB>, session: string, by: string, subject: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await store.deleteSession(tx, hashOf(session));
    await audit(tx, by, 'session.end', subject);
  });
}

/** For the nightly job. @returns how many sessions had ended */
export async function forgetEndedSessions(db: Database<DB>, now: Date): Promise<number> {
  return Number((await store.deleteExpiredSessions(db, now)).numDeletedRows);
}
