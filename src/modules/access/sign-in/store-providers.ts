import { type Kysely, type Selectable, sql } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import type { GroupGives } from '../../../contract/identity-providers.ts';
import type { DB, IdentityProvider } from '../../schema.gen.ts';

type Db = Kysely<DB>;

export type ProviderRow = Omit<Selectable<IdentityProvider>, 'group_roles'> & {
  group_roles: Record<string, GroupGives>;
};
const asProvider = (row: Selectable<IdentityProvider>): ProviderRow => ({
  ...row,
  group_roles: row.group_roles as ProviderRow['group_roles'],
});

export const listProviders = async (db: Db): Promise<ProviderRow[]> =>
  (await db.selectFrom('identity_provider').selectAll().orderBy('name').orderBy('key').execute()).map(
    asProvider,
  );

export const listEnabledProviders = (db: Db): Promise<{ key: string; name: string }[]> =>
  db
    .selectFrom('identity_provider')
    .select(['key', 'name'])
    .where('enabled', '=', true)
    .orderBy('name')
    .orderBy('key')
    .execute();

export async function findProvider(db: Db, key: string): Promise<ProviderRow | null> {
  const row = await db.selectFrom('identity_provider').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? asProvider(row) : null;
}

export type ProviderWrite = Omit<ProviderRow, 'created_at'>;

export const upsertProvider = (db: Db, { id, key, group_roles, ...rest }: ProviderWrite, now: Date) => {
  const values = { ...rest, group_roles: JSON.stringify(group_roles) };
  return db
    .insertInto('identity_provider')
    .values({ id, key, ...values, created_at: now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(values))
    .execute();
};

export const deleteProvider = (db: Db, id: string) =>
  db.deleteFrom('identity_provider').where('id', '=', id).execute();

/** Takes away the roles and grants that it gave, and ends the sessions that began there. */
export async function withdrawProvider(db: Db, { id, key }: { id: string; key: string }): Promise<void> {
  const origin = `oidc:${key}`;
  await sql`update person p set updated_at = now(), roles = array(
      select r from unnest(p.roles) with ordinality as u (r, n) where r <> all (i.gave_roles) order by n)
    from (select person_id, array_agg(distinct g) as gave_roles from person_identity, unnest(gave_roles) as g
      where provider_id = ${id} group by person_id) i
    where p.id = i.person_id`.execute(db);
  await db.deleteFrom('person_grant').where('origin', '=', origin).execute();
  await db.deleteFrom('session').where('method', '=', origin).execute();
}

export const replaceProviderSecret = (db: Db, id: string, before: Buffer, secret: Buffer) =>
  db
    .updateTable('identity_provider')
    .set({ client_secret: secret })
    .where('id', '=', id)
    .where('client_secret', '=', before)
    .executeTakeFirst();

// who is who there -------------------------------------------------------------------------------------------

export async function findIdentity(
  db: Db,
  providerId: string,
  subject: string,
): Promise<{ personId: string; gaveRoles: Role[] } | null> {
  const row = await db
    .selectFrom('person_identity')
    .select(['person_id', 'gave_roles'])
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .forUpdate()
    .executeTakeFirst();
  return row ? { personId: row.person_id, gaveRoles: row.gave_roles as Role[] } : null;
}

export const insertIdentity = (db: Db, providerId: string, subject: string, personId: string, now: Date) =>
  db
    .insertInto('person_identity')
    .values({ provider_id: providerId, subject, person_id: personId, seen_at: now })
    .execute();

export const noteIdentity = (db: Db, providerId: string, subject: string, gaveRoles: Role[], now: Date) =>
  db
    .updateTable('person_identity')
    .set({ gave_roles: gaveRoles, seen_at: now })
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .execute();

export async function listIdentities(
  db: Db,
  personId: string,
): Promise<{ key: string; name: string; seenAt: Date }[]> {
  return db
    .selectFrom('person_identity as i')
    .innerJoin('identity_provider as p', 'p.id', 'i.provider_id')
    .select(['p.key', 'p.name', 'i.seen_at as seenAt'])
    .where('i.person_id', '=', personId)
    .orderBy('p.name')
    .execute();
}
