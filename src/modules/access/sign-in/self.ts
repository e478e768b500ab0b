import type { FastifyRequest } from 'fastify';
import type { Selectable } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import type { Session } from '../../schema.gen.ts';
import { signedIn } from '../actor.ts';
import type { AccessRoutesDeps } from '../deps.ts';
import { hashOf } from '../secret.ts';
import { type PersonRow, personById } from '../store.ts';
import { cookieOf, SESSION_COOKIE } from './cookies.ts';
import { deleteAttemptsOf, deleteOtherSessions, findSessionRow } from './store.ts';
import { findFactors } from './store-factors.ts';

/** A sign-in counts as just now for so long. */
const JUST_NOW_MS = 30 * 60_000;

/** A person at their own account, in one of their browsers. */
export interface Self {
  person: PersonRow;
  session: Selectable<Session>;
  /** What protects the account may be changed. */
  mayChange: boolean;
  /** They were let in by an admin's link just now: what was forgotten or lost can be made anew. */
  byLinkJustNow: boolean;
}

/** @throws AppError LK-FORBIDDEN for programs: an account is its person's own affair */
export async function selfOf(deps: AccessRoutesDeps, request: FastifyRequest): Promise<Self> {
  const actor = signedIn(request);
  const secret = cookieOf(request, SESSION_COOKIE, deps.publicUrl());
  if (actor.kind !== 'person' || actor.personId === null || secret === undefined)
    throw new AppError('LK-FORBIDDEN', 'Only a person who is signed in on the page has this.');
  const [person, session, has] = await Promise.all([
    personById(deps.db, actor.personId),
    findSessionRow(deps.db, hashOf(secret)),
    findFactors(deps.db, actor.personId),
  ]);
  if (!person || !session) throw new AppError('LK-UNAUTHENTICATED', 'This session has ended.');
  const justNow = deps.clock.now().getTime() - session.created_at.getTime() < JUST_NOW_MS;
  const unprotected = !has.password && !has.passkey && !has.totp && !has.identity;
  return {
    person,
    session,
    mayChange: justNow || unprotected,
    byLinkJustNow: justNow && session.method === 'link',
  };
}

/**
 * Somebody at a browser that was left open must not be able to make the account theirs.
 * @throws AppError LK-FORBIDDEN when they signed in too long ago
 */
export async function selfWhoMayChange(deps: AccessRoutesDeps, request: FastifyRequest): Promise<Self> {
  const self = await selfOf(deps, request);
  if (!self.mayChange)
    throw new AppError('LK-FORBIDDEN', 'Sign in again first: you did so more than half an hour ago.');
  return self;
}

/** After a change of what protects the account: nothing that was begun or opened before it goes on elsewhere. */
export async function endElsewhere(
  tx: AccessRoutesDeps['db'],
  personId: string,
  keep: Buffer | null,
): Promise<number> {
  await deleteAttemptsOf(tx, personId);
  return deleteOtherSessions(tx, personId, keep);
}
