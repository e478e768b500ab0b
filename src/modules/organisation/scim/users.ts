import { demandMatch } from '../../../platform/http/entity-tag.ts';
import { writePeople } from '../../access/public.ts';
import { linkPeople, unlinkPeople } from '../store-directory.ts';
import { replaceClaims } from '../store-members.ts';
import { oneAtATime, type ScimWrite } from './context.ts';
import type { Resource } from './match.ts';
import { noSuch, taken } from './problem.ts';
import { externalIdTaken, findAccount, findUser, SCIM } from './store.ts';
import { patchableUser, readUser, type UserFields, type UserRow } from './user.ts';

/**
 * A new person; or the one that was known by this email before a directory was asked, or was let go of.
 * @throws ScimProblem 409 uniqueness
 */
export async function createUser(write: ScimWrite, body: Resource): Promise<UserRow> {
  await oneAtATime(write);
  const fields = readUser(body, null);
  const known = await findAccount(write.tx, fields);
  if (known && !known.removed && (known.known || known.sameName))
    throw taken(`There is a User ${fields.userName} already.`);
  return store(write, known?.id ?? write.ids.next(), fields);
}

/**
 * PUT and PATCH.
 * @param change the whole resource as it shall be, out of what it is
 */
export async function changeUser(
  write: ScimWrite,
  id: string,
  change: (resource: Resource) => Resource,
): Promise<UserRow> {
  await oneAtATime(write);
  const before = await findUser(write.tx, id);
  if (!before) throw noSuch('User');
  demandMatch(write.ifMatch, before.version);
  return store(write, id, readUser(change(patchableUser(before)), before));
}

async function store({ tx, now, by }: ScimWrite, id: string, fields: UserFields): Promise<UserRow> {
  const { externalId, ...person } = fields;
  if (externalId !== null && (await externalIdTaken(tx, 'directory_person', externalId, id)))
    throw taken(`The externalId ${externalId} is another User's.`);
  await writePeople(tx, [{ id, ...person, managedBy: SCIM, removed: false }], now, by);
  await linkPeople(tx, SCIM, [{ person: id, externalId }]);
  return (await findUser(tx, id))!;
}

/** Closes the account and ends what the directory said of the person; the history stays. */
export async function deleteUser(write: ScimWrite, id: string): Promise<void> {
  await oneAtATime(write);
  const { tx, now, by } = write;
  const before = await findUser(tx, id);
  if (!before) throw noSuch('User');
  demandMatch(write.ifMatch, before.version);
  const { email, name, given_name: givenName, family_name: familyName } = before;
  const gone = { id, email, name, userName: null, givenName, familyName, managedBy: SCIM };
  await writePeople(tx, [{ ...gone, active: false, removed: true }], now, by);
  await replaceClaims(tx, SCIM, { people: [id] }, [], now);
  await unlinkPeople(tx, SCIM, [id]);
}
