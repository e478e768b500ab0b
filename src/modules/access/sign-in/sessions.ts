import type { FastifyReply, FastifyRequest } from 'fastify';
import { toPublicId } from '../../../kernel/ids.ts';
import type { Database, Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import { hashOf, newSecret } from '../secret.ts';
import type { PersonRow } from '../store.ts';
import { cookieOf, SESSION_COOKIE, setCookie } from './cookies.ts';
import { FORGOTTEN_MS } from './failures.ts';
import * as store from './store.ts';

const DAY_MS = 24 * 3_600_000;
/** A session ends this long after its last use … */
const IDLE_MS = 7 * DAY_MS;
/** … and this long after it began, however much it is used. */
const LONGEST_MS = 30 * DAY_MS;
const MOST_USER_AGENT = 400;

/** When a session that is used now ends if it is not used again. */
export const sessionEnd = (startedAt: Date, now: Date): Date =>
  new Date(Math.min(now.getTime() + IDLE_MS, startedAt.getTime() + LONGEST_MS));

/** The browser that signs in. */
export interface Browser {
  userAgent: string | null;
  /** The session it had before: a new sign-in ends it. */
  former: string | undefined;
}

export const browserOf = (request: FastifyRequest, publicUrl: string): Browser => ({
  userAgent: request.headers['user-agent']?.slice(0, MOST_USER_AGENT) ?? null,
  former: cookieOf(request, SESSION_COOKIE, publicUrl),
});

/**
 * Begins a session with an id that nobody could know before.
 * @param method `link`, `password+totp`, `password+recovery`, `passkey`, `oidc:KEY`
 * @returns the secret for the cookie
 */
export async function startSession(
  tx: Tx<DB>,
  person: Pick<PersonRow, 'id' | 'email'>,
  method: string,
  browser: Browser,
  now: Date,
  detail: Record<string, unknown> = {},
): Promise<string> {
  if (browser.former) await store.deleteSession(tx, hashOf(browser.former));
  const secret = newSecret();
  await store.insertSession(tx, {
    hash: hashOf(secret),
    personId: person.id,
    method,
    userAgent: browser.userAgent,
    startedAt: now,
    expiresAt: sessionEnd(now, now),
  });
  await audit(tx, person.email, 'session.start', toPublicId('person', person.id), { method, ...detail });
  return secret;
}

export const setSession = (reply: FastifyReply, secret: string, publicUrl: string): void =>
  setCookie(reply, SESSION_COOKIE, secret, publicUrl);

/** Ends one session; the others of the person go on. */
export async function signOut(db: Database<DB>, session: string, by: string, subject: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await store.deleteSession(tx, hashOf(session));
    await audit(tx, by, 'session.end', subject);
  });
}

/** For the nightly job: sessions, things begun and wrong answers that are over. @returns how many sessions */
export const forgetEndedSessions = (db: Database<DB>, now: Date): Promise<number> =>
  store.deleteEnded(db, now, new Date(now.getTime() - FORGOTTEN_MS));
