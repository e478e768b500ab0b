import type { FastifyReply } from 'fastify';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import { hashOf } from '../secret.ts';
import * as store from './store.ts';

const MINUTE_MS = 60_000;
/** Typing errors of a person who knows it. */
const FREE_TRIES = 4;
const LONGEST_LOCK_MS = 60 * MINUTE_MS;
/** A day without a wrong answer ends the count. */
export const FORGOTTEN_MS = 24 * 60 * MINUTE_MS;

/** How long nobody may try again after so many wrong answers in a row: 1 minute, then twice as long each time. */
export const lockMsAfter = (failed: number): number =>
  failed <= FREE_TRIES
    ? 0
    : Math.min(LONGEST_LOCK_MS, MINUTE_MS * 2 ** Math.min(failed - FREE_TRIES - 1, 10));

const keyOf = (email: string): Buffer => hashOf(`sign-in ${email.toLowerCase()}`);

/**
 * Counts a try before it is looked at, so that a hundred at once are not more than a hundred one after the other. An
 * email that nobody has is counted and locked the same way.
 * @throws AppError LK-RATE-LIMITED while it is locked
 */
export async function countTry(
  db: Database<DB>,
  email: string,
  now: Date,
  reply: FastifyReply,
): Promise<number> {
  const hash = keyOf(email);
  // Most of a flood ends here, at the price of one look.
  const locked = await store.findLock(db, hash, now);
  if (locked) throw refusedUntil(locked, now, reply);
  const counted = await db
    .transaction()
    .execute(async (tx): Promise<{ failed: number } | { locked: Date }> => {
      const before = await store.lockFailures(tx, hash, now);
      if (before.lockedUntil && before.lockedUntil > now) return { locked: before.lockedUntil };
      const forgotten = now.getTime() - before.at.getTime() > FORGOTTEN_MS;
      const failed = (forgotten ? 0 : before.failed) + 1;
      const lockMs = lockMsAfter(failed);
      const lockedUntil = lockMs > 0 ? new Date(now.getTime() + lockMs) : null;
      await store.writeFailures(tx, hash, { failed, lockedUntil, at: now });
      return { failed };
    });
  if ('failed' in counted) return counted.failed;
  throw refusedUntil(counted.locked, now, reply);
}

function refusedUntil(until: Date, now: Date, reply: FastifyReply): AppError {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  reply.header('retry-after', String(seconds));
  return new AppError(
    'LK-RATE-LIMITED',
    `There were too many wrong tries. The next is welcome in ${inWords(seconds)}; a passkey, or a new link from an admin, works at once.`,
  );
}

const inWords = (seconds: number): string => {
  if (seconds <= 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
};

/** The try was right as far as it went, or could not be looked at: it is none of the wrong ones. */
export const forgive = (db: Database<DB>, email: string) => store.forgiveFailure(db, keyOf(email));

/** Somebody signed in. @returns how many wrong answers came before */
export const endCount = (db: Parameters<typeof store.deleteFailures>[0], email: string): Promise<number> =>
  store.deleteFailures(db, keyOf(email));

/** What the trail tells of wrong answers: only of people who exist, and only when it came to a lock. */
export async function tellLock(
  db: Database<DB>,
  person: { id: string },
  failed: number,
  what: 'password' | 'code',
): Promise<void> {
  const lockMs = lockMsAfter(failed);
  if (lockMs === 0) return;
  const detail = { failed, what, lockedMinutes: lockMs / MINUTE_MS };
  await audit(db, 'system', 'sign-in.lock', toPublicId('person', person.id), detail);
}
