import type { OidcRefusal } from '../../../../contract/oidc-refusals.ts';
import { type IdSource, toPublicId } from '../../../../kernel/ids.ts';
import { lockFor, type Tx } from '../../../../platform/database/database.ts';
import type { DB } from '../../../schema.gen.ts';
import { audit } from '../../audit.ts';
import { setGrants } from '../../rights/grants.ts';
import {
  insertPerson,
  lockActiveAdmins,
  type PersonRow,
  personByEmail,
  personById,
  updatePerson,
} from '../../store.ts';
import { findIdentity, insertIdentity, noteIdentity, type ProviderRow } from '../store-providers.ts';
import type { Told } from './claims.ts';
import { rolesAfter, rolesOfGroups } from './groups.ts';

/** Everybody who is let in reads; what else they may comes from groups and by hand. */
const FIRST_ROLES = ['developer'] as const;

/**
 * Who came from a provider: known by its subject, the first time by a verified email. Their groups give and take roles.
 * @returns the person, or why they are not let in
 */
export async function letIn(
  tx: Tx<DB>,
  ids: IdSource,
  provider: ProviderRow,
  told: Told,
  now: Date,
): Promise<PersonRow | OidcRefusal> {
  // Two first sign-ins at once make one person; and nobody takes the last admin meanwhile.
  await lockFor(tx, 'access', 'admins');
  const origin = `oidc:${provider.key}`;
  const known = await findIdentity(tx, provider.id, told.subject);
  const person = known ? await personById(tx, known.personId) : await firstTime(tx, ids, provider, told, now);
  if (typeof person === 'string') return person;
  if (!person || person.disabled_at) return 'closed';
  const { everywhere, scoped } = rolesOfGroups(provider.group_roles, told.groups);
  const admins = await lockActiveAdmins(tx);
  const lastAdmin = admins.length === 1 && admins[0]!.id === person.id;
  const after = rolesAfter(person.roles, known?.gaveRoles ?? [], everywhere, { lastAdmin });
  const subject = toPublicId('person', person.id);
  if (person.roles.join() !== after.roles.join()) {
    await updatePerson(tx, person.id, { roles: after.roles });
    await audit(tx, origin, 'person.roles', subject, { before: person.roles, roles: after.roles });
  }
  if (after.keptAdmin) await audit(tx, origin, 'person.last-admin', subject, { roles: after.roles });
  await setGrants(tx, ids, person.id, origin, scoped, { by: origin, now });
  await noteIdentity(tx, provider.id, told.subject, after.gave, now);
  return { ...person, roles: after.roles };
}

async function firstTime(
  tx: Tx<DB>,
  ids: IdSource,
  provider: ProviderRow,
  { subject, email, emailVerified, name }: Told,
  now: Date,
): Promise<PersonRow | OidcRefusal> {
  // An address that nobody has verified may be anybody's: it neither finds a person nor makes one.
  if (email === null || !emailVerified) return 'unverified';
  const origin = `oidc:${provider.key}`;
  let person = await personByEmail(tx, email);
  if (!person) {
    if (!provider.makes_people) return 'unknown';
    const id = ids.next();
    const roles = [...FIRST_ROLES];
    await insertPerson(tx, { id, email, name: name ?? email, roles });
    await audit(tx, origin, 'person.add', toPublicId('person', id), { email, roles });
    person = (await personById(tx, id))!;
  }
  if (person.disabled_at) return 'closed';
  await insertIdentity(tx, provider.id, subject, person.id, now);
  await audit(tx, origin, 'identity.link', toPublicId('person', person.id), { provider: provider.key });
  return person;
}
