import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { hashOf } from '../secret.ts';
import * as store from './store-factors.ts';

const CODES = 10;
const LETTERS = 16;
/** No letters that look like digits: 32 of them, five bits each. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** 80 random bits in four groups: too many to guess from a stolen hash. */
const newCode = (): string => {
  const letters = [...randomBytes(LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.match(/.{4}/g)!.join('-');
};

const hashFor = (personId: string, code: string): Buffer =>
  hashOf(`recovery ${personId} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);

/** Ten new ones; earlier ones stop working. @returns what nobody can show again */
export async function replaceRecoveryCodes(db: Kysely<DB>, personId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await store.replaceRecoveryCodes(
    db,
    personId,
    codes.map((code) => hashFor(personId, code)),
  );
  return codes;
}

/** @returns false when there is no such code that was not used */
export const spendRecoveryCode = (
  db: Kysely<DB>,
  personId: string,
  code: string,
  now: Date,
): Promise<boolean> => store.spendRecoveryCode(db, personId, hashFor(personId, code), now);
