import type { Kysely } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { AppError } from '../../../kernel/errors.ts';
import type { Keys } from '../../../platform/secrets/keys.ts';
import { openText, sealText } from '../../../platform/secrets/seal-text.ts';
import type { DB } from '../../schema.gen.ts';
import * as store from './store-factors.ts';

const PERIOD_S = 30;
/** One step before and after: clocks of phones differ (RFC 6238, 5.2). */
const STEPS_AROUND = 1;
const SECRET_BYTES = 20;

export const totpPlace = (personId: string): string => `totp:${personId}`;

const totpOf = (email: string, secret: string): TOTP =>
  new TOTP({ issuer: 'Lanekeeper', label: email, secret: Secret.fromBase32(secret), period: PERIOD_S });

/**
 * A new secret for the person's app; it counts when a code proves that it is there.
 * @throws AppError LK-CONFLICT when an app is proven already
 */
export async function offerTotp(
  db: Kysely<DB>,
  keys: Keys,
  person: { id: string; email: string },
): Promise<{ uri: string; secret: string }> {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  if (!(await store.offerTotp(db, person.id, sealText(keys, totpPlace(person.id), secret))))
    throw new AppError('LK-CONFLICT', 'There is an app already; remove it first to set up another.');
  return { uri: totpOf(person.email, secret).toString(), secret };
}

/**
 * Whether a code is right now, and was not used before.
 * @param options.proven whether the app was proven before, or is proven by this code
 */
export async function spendTotp(
  db: Kysely<DB>,
  keys: Keys,
  personId: string,
  code: string,
  now: Date,
  options: { proven: boolean },
): Promise<boolean> {
  const row = await store.findTotp(db, personId);
  if (!row || options.proven !== (row.confirmed_at !== null)) return false;
  const secret = openText(keys, totpPlace(personId), row.secret);
  const token = code.replace(/\s/g, '');
  const delta = totpOf('', secret).validate({ token, timestamp: now.getTime(), window: STEPS_AROUND });
  if (delta === null) return false;
  const step = Math.floor(now.getTime() / 1000 / PERIOD_S) + delta;
  return store.spendStep(db, personId, step, now);
}
