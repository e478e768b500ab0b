import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Kysely } from 'kysely';
import type { PasskeyResponse } from '../../../contract/sign-in.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { DB } from '../../schema.gen.ts';
import * as store from './store-factors.ts';

/** How long a browser leaves its window open. */
const TIMEOUT_MS = 5 * 60_000;
const MOST_PASSKEYS = 20;
/** EdDSA, ES256, RS256: what authenticators of today have (IANA COSE Algorithms). */
const ALGORITHMS = [-8, -7, -257];

/**
 * Whom passkeys belong to: the host of the address that people use (WebAuthn, 5.1.2).
 * @throws AppError LK-CONFLICT where browsers make none
 */
function partyOf(publicUrl: string): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, '')))
    throw new AppError('LK-CONFLICT', 'Passkeys need a host name: browsers make none for a bare IP address.');
  return { id: hostname, origin };
}

const uuidBytes = (uuid: string) => new Uint8Array(Buffer.from(uuid.replaceAll('-', ''), 'hex'));

/** What a browser is asked to make: one that knows the person without a name and asks them each time. */
export async function newPasskeyOptions(
  db: Kysely<DB>,
  publicUrl: string,
  person: { id: string; email: string; name: string },
) {
  const known = await store.listPasskeys(db, person.id);
  if (known.length >= MOST_PASSKEYS)
    throw new AppError('LK-CONFLICT', `There are ${MOST_PASSKEYS} passkeys already; remove one first.`);
  return generateRegistrationOptions({
    rpName: 'Lanekeeper',
    rpID: partyOf(publicUrl).id,
    userName: person.email,
    userDisplayName: person.name,
    userID: uuidBytes(person.id),
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ id }) => ({ id: id.toString('base64url') })),
  });
}

export const passkeySignInOptions = (publicUrl: string) =>
  generateAuthenticationOptions({
    rpID: partyOf(publicUrl).id,
    userVerification: 'required',
    timeout: TIMEOUT_MS,
  });

/** @throws AppError LK-SIGN-IN when what the browser brings is not what was asked for */
export async function keepPasskey(
  db: Kysely<DB>,
  publicUrl: string,
  person: { id: string },
  made: { response: PasskeyResponse; challenge: string; name: string },
  now: Date,
): Promise<void> {
  const { id, origin } = partyOf(publicUrl);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: made.response as unknown as RegistrationResponseJSON,
    expectedChallenge: made.challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((cause: unknown) => {
    throw notAccepted(cause);
  });
  if (!verified) throw notAccepted();
  const { credential } = registrationInfo;
  const added = await store.insertPasskey(db, {
    id: Buffer.from(credential.id, 'base64url'),
    personId: person.id,
    name: made.name,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    at: now,
  });
  if (!added) throw new AppError('LK-CONFLICT', 'This passkey is kept already.');
}

/**
 * Whose passkey signed; its counter moves on. A counter that does not grow is a copy's: refused (WebAuthn, 6.1.1).
 * @returns the database's id of the person
 * @throws AppError LK-SIGN-IN
 */
export async function checkPasskey(
  tx: Kysely<DB>,
  publicUrl: string,
  signed: { response: PasskeyResponse; challenge: string },
  now: Date,
): Promise<string> {
  const id = Buffer.from(signed.response.id, 'base64url');
  const known = await store.lockPasskey(tx, id);
  if (!known) throw new AppError('LK-SIGN-IN', 'This passkey is not known here; it may have been removed.');
  const party = partyOf(publicUrl);
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: signed.response as unknown as AuthenticationResponseJSON,
    expectedChallenge: signed.challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: signed.response.id,
      publicKey: new Uint8Array(known.public_key),
      counter: Number(known.counter),
      transports: known.transports as AuthenticatorTransport[],
    },
  }).catch((cause: unknown) => {
    throw notAccepted(cause);
  });
  const { userHandle } = signed.response.response as { userHandle?: unknown };
  const named = typeof userHandle === 'string' ? Buffer.from(userHandle, 'base64url') : null;
  if (!verified || (named && !named.equals(Buffer.from(uuidBytes(known.person_id))))) throw notAccepted();
  await store.notePasskeyUse(tx, id, authenticationInfo.newCounter, now);
  return known.person_id;
}

const notAccepted = (cause?: unknown): AppError =>
  new AppError('LK-SIGN-IN', 'This passkey was not accepted. Try again, or use another way in.', { cause });
