import { AppError } from '../../kernel/errors.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import { lockActiveAdmins } from './store.ts';
import type { PersonWrite } from './store-directory.ts';
import * as store from './store-directory.ts';

export interface PeopleWritten {
  added: number;
  changed: number;
  closed: number;
}

/**
 * Brings people to what a directory says, in sets; those who are as they should be are not written. Each change
 * leaves an audit entry.
 * @param by label for the audit trail
 * @throws AppError LK-CONFLICT when an email or a user name is somebody else's (`detail.taken`), or when nobody
 *   could administer any more; then nothing is written
 */
export async function writePeople(
  tx: Tx<DB>,
  people: readonly PersonWrite[],
  now: Date,
  by: string,
): Promise<PeopleWritten> {
  await lockFor(tx, 'access', 'admins');
  const wanted = people.map((one) => ({ ...one, email: one.email.toLowerCase() }));
  const known = await store.lockPeople(tx, idsOf(wanted));
  const changed = wanted.filter((one) => !same(one, known.get(one.id)));
  await refuseTaken(tx, changed);
  const closed = idsOf(changed.filter(({ id, active }) => !active && known.get(id)?.active));
  await refuseLastAdmin(tx, closed);
  await store.upsertPeople(tx, changed, now);
  await store.endSessions(tx, closed);
  const entries = changed.map((one) => ({
    subject: toPublicId('person', one.id),
    action: actionOf(one, known.get(one.id)),
    detail: { email: one.email, managedBy: one.managedBy, removed: one.removed },
  }));
  await store.insertAudits(tx, by, entries);
  const added = changed.filter(({ id }) => !known.has(id)).length;
  return { added, changed: changed.length - added, closed: closed.length };
}

const idsOf = (people: readonly { id: string }[]) => people.map(({ id }) => id);

function same(one: PersonWrite, known: PersonWrite | undefined): boolean {
  const fields = [
    'email',
    'name',
    'userName',
    'givenName',
    'familyName',
    'managedBy',
    'active',
    'removed',
  ] as const;
  return known !== undefined && fields.every((field) => one[field] === known[field]);
}

function actionOf(one: PersonWrite, known: PersonWrite | undefined): string {
  if (!known) return 'person.add';
  if (known.active === one.active) return 'person.change';
  return one.active ? 'person.open' : 'person.close';
}

async function refuseTaken(tx: Tx<DB>, people: PersonWrite[]): Promise<void> {
  const taken = await store.findTaken(tx, people);
  if (!taken) return;
  const what = taken.what === 'email' ? 'email' : 'user name';
  throw new AppError('LK-CONFLICT', `The ${what} ${taken.value} is somebody else's.`, {
    detail: { taken: taken.what },
  });
}

async function refuseLastAdmin(tx: Tx<DB>, closed: string[]): Promise<void> {
  const closing = new Set(closed);
  const admins = await lockActiveAdmins(tx);
  if (admins.length > 0 && admins.every(({ id }) => closing.has(id)))
    throw new AppError('LK-CONFLICT', 'This is the last admin; make another person admin first.');
}
