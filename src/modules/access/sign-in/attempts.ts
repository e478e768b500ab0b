import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { hashOf, newSecret } from '../secret.ts';
import { clearCookie, cookieOf, setCookie } from './cookies.ts';
import * as store from './store.ts';

const MINUTE_MS = 60_000;

/** What is begun in a browser, and how long it may take. Each kind has a cookie of its own. */
const LIFE_MS = {
  /** Away at an identity provider. */
  oidc: 15 * MINUTE_MS,
  /** The password was right; a code is to follow. */
  factor: 10 * MINUTE_MS,
  /** The password was right; a second factor is to be set up. */
  'set-up': 30 * MINUTE_MS,
  /** A passkey is asked to sign. */
  passkey: 10 * MINUTE_MS,
  /** A passkey is made. */
  'new-passkey': 10 * MINUTE_MS,
} as const;
export type AttemptKind = keyof typeof LIFE_MS;

const cookieFor = (kind: AttemptKind): string => `lk_${kind}`;

/** Remembers what was begun, and marks the browser that began it. */
export async function beginAttempt(
  db: Kysely<DB>,
  reply: FastifyReply,
  kind: AttemptKind,
  attempt: { personId: string | null; data: object },
  { now, publicUrl }: { now: Date; publicUrl: string },
): Promise<void> {
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + LIFE_MS[kind]);
  await store.insertAttempt(db, { hash: hashOf(secret), kind, ...attempt, expiresAt });
  setCookie(reply, cookieFor(kind), secret, publicUrl, LIFE_MS[kind] / 1000);
}

/** What this browser has begun, which stays begun; null when it is over or was done. */
export async function findAttempt(
  db: Kysely<DB>,
  request: FastifyRequest,
  kind: AttemptKind,
  { now, publicUrl }: { now: Date; publicUrl: string },
): Promise<store.AttemptRow | null> {
  const secret = cookieOf(request, cookieFor(kind), publicUrl);
  return secret === undefined ? null : store.findAttempt(db, kind, hashOf(secret), now);
}

/** The same, used up: nobody gets it a second time. */
export async function takeAttempt(
  db: Kysely<DB>,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: AttemptKind,
  { now, publicUrl }: { now: Date; publicUrl: string },
): Promise<store.AttemptRow | null> {
  const secret = cookieOf(request, cookieFor(kind), publicUrl);
  if (secret === undefined) return null;
  clearCookie(reply, cookieFor(kind), publicUrl);
  return store.takeAttempt(db, kind, hashOf(secret), now);
}
