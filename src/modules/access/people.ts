import type { Kysely } from 'kysely';
import type { Role } from '../../contract/access.ts';
import { AppError } from '../../kernel/errors.ts';
import { type IdSource, toPublicId } from '../../kernel/ids.ts';
import { type Database, lockFor, type Tx } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import { audit } from './audit.ts';
import { hashOf, newSecret } from './secret.ts';
import * as store from './store.ts';

export interface NewPerson {
  email: string;
  name: string;
  roles: Role[];
}

const LINK_MS = 24 * 3_600_000;
const FIRST_ADMIN: NewPerson = { email: 'admin@localhost', name: 'First admin', roles: ['admin'] };

/** The address that a sign-in link opens; the secret stands behind `#`, so that no server logs it. */
export const signInUrl = (publicUrl: string, secret: string): string =>
  `${publicUrl.replace(/\/$/, '')}/sign-in#${secret}`;

/**
 * Makes the person, or adds the roles to the one with this email (never takes any away).
 * @param by label for the audit trail
 */
export async function ensurePerson(
  tx: Tx<DB>,
  ids: IdSource,
  person: NewPerson,
  by = 'system',
): Promise<{ id: string }> {
  const email = person.email.toLowerCase();
  const id = ids.next();
  if (await store.insertPerson(tx, { ...person, email, id })) {
    await audit(tx, by, 'person.add', toPublicId('person', id), { email, roles: person.roles });
    return { id };
  }
  const known = (await store.personByEmail(tx, email))!;
  const roles = [...new Set([...known.roles, ...person.roles])];
  if (roles.length > known.roles.length) {
    await store.updatePerson(tx, known.id, { roles });
    const detail = { email, before: known.roles, roles };
    await audit(tx, by, 'person.roles', toPublicId('person', known.id), detail);
  }
  return { id: known.id };
}

/**
 * A new person with a one-time sign-in link.
 * @throws AppError LK-CONFLICT when the email is known
 */
export async function addPerson(
  tx: Tx<DB>,
  ids: IdSource,
  person: NewPerson,
  now: Date,
  by: string,
): Promise<{ id: string; secret: string }> {
  const email = person.email.toLowerCase();
  const id = ids.next();
  if (!(await store.insertPerson(tx, { ...person, email, id })))
    throw new AppError('LK-CONFLICT', `${email} is here already; make a new sign-in link instead.`);
  await audit(tx, by, 'person.add', toPublicId('person', id), { email, roles: person.roles });
  return { id, ...(await createSignInLink(tx, id, now)) };
}

/** A link that works once, for 24 hours; earlier ones of the person that were not used stop working. */
export async function createSignInLink(
  tx: Kysely<DB>,
  personId: string,
  now: Date,
): Promise<{ secret: string }> {
  const secret = newSecret();
  await store.replaceLink(tx, personId, hashOf(secret), new Date(now.getTime() + LINK_MS));
  return { secret };
}

/**
 * The way in of the first start: an admin and a one-time link, new at every start until it is used.
 * @returns null when an admin has signed in before
 */
export async function ensureFirstAdmin(
  db: Database<DB>,
  ids: IdSource,
  now: Date,
): Promise<{ secret: string } | null> {
  return db.transaction().execute(async (tx) => {
    await lockFor(tx, 'access', 'admins');
    const admins = await store.lockActiveAdmins(tx);
    const signedIn = await store.hasSignedIn(
      tx,
      admins.map(({ id }) => id),
    );
    if (signedIn) return null;
    const { id } = admins[0] ?? (await ensurePerson(tx, ids, FIRST_ADMIN));
    return createSignInLink(tx, id, now);
  });
}

/**
 * Changes name or roles, or closes and opens the account; closing ends the person's sessions.
 * @throws AppError LK-NOT-FOUND; LK-CONFLICT when nobody could administer any more
 */
export async function changePerson(
  tx: Tx<DB>,
  id: string,
  change: { name?: string | undefined; roles?: Role[] | undefined; disabled?: boolean | undefined },
  now: Date,
  by: string,
): Promise<store.PersonRow> {
  await lockFor(tx, 'access', 'admins');
  const admins = await store.lockActiveAdmins(tx);
  const before = await store.personById(tx, id);
  if (!before) throw new AppError('LK-NOT-FOUND', 'There is no such person.');
  const loses = change.disabled === true || (change.roles && !change.roles.includes('admin'));
  if (loses && admins.length === 1 && admins[0]?.id === id)
    throw new AppError('LK-CONFLICT', 'This is the last admin; make another person admin first.');
  const after = {
    name: change.name ?? before.name,
    roles: change.roles ?? before.roles,
    disabled_at: change.disabled === undefined ? before.disabled_at : change.disabled ? now : null,
  };
  await store.updatePerson(tx, id, after);
  if (change.disabled) await store.deleteSessionsOf(tx, id);
  const detail = { before: before.roles, roles: after.roles, disabled: after.disabled_at !== null };
  await audit(tx, by, 'person.change', toPublicId('person', id), detail);
  return { ...before, ...after };
}
