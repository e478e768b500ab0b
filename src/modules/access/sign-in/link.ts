import { AppError } from '../../../kernel/errors.ts';
import type { Database, Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { hashOf } from '../secret.ts';
import * as store from '../store.ts';
import { type Browser, startSession } from './sessions.ts';

/**
 * Trades a one-time link for a session.
 * @throws AppError LK-SIGN-IN-LINK, saying whether it is used, expired or unknown; LK-FORBIDDEN for a closed account
 */
export async function signInByLink(
  db: Database<DB>,
  secret: string,
  browser: Browser,
  now: Date,
): Promise<{ person: store.PersonRow; session: string }> {
  return db.transaction().execute(async (tx) => {
    const hash = hashOf(secret);
    const personId = await store.useLink(tx, hash, now);
    if (personId === null) throw await whyNot(tx, hash);
    const person = (await store.personById(tx, personId))!;
    if (person.disabled_at) throw new AppError('LK-FORBIDDEN', 'This account is closed.');
    return { person, session: await startSession(tx, person, 'link', browser, now) };
  });
}

async function whyNot(tx: Tx<DB>, hash: Buffer): Promise<AppError> {
  const link = await store.findLink(tx, hash);
  const what = !link ? 'is not known or was replaced' : link.used_at ? 'was used before' : 'has expired';
  return new AppError('LK-SIGN-IN-LINK', `This sign-in link ${what}.`);
}
