import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import type { DB } from '../../schema.gen.ts';
import type { Holding } from './place.ts';

/** What somebody is for teams and units: by a grant, or because the organisation says so. */
export async function holdingsOf(db: Kysely<DB>, personId: string): Promise<Holding[]> {
  return (await holdingsOfAll(db, [personId])).get(personId) ?? [];
}

/** The same for several, in one statement; a person without any is not in it. */
export async function holdingsOfAll(
  db: Kysely<DB>,
  personIds: readonly string[],
): Promise<Map<string, Holding[]>> {
  const ids = sql`any(${[...personIds]}::uuid[])`;
  const { rows } = await sql<Holding & { personId: string }>`
    select person_id as "personId", role, team_id as "teamId", unit_id as "unitId" from person_grant
      where person_id = ${ids}
    union
    select person_id, role, team_id, unit_id from v_organisation_holding where person_id = ${ids}`.execute(
    db,
  );
  const found = new Map<string, Holding[]>();
  for (const { personId, role, teamId, unitId } of rows)
    found.set(personId, [...(found.get(personId) ?? []), { role, teamId, unitId }]);
  return found;
}

export interface GrantRow {
  id: string;
  person_id: string;
  email: string;
  name: string;
  role: Role;
  team_key: string | null;
  team_name: string | null;
  unit_key: string | null;
  unit_name: string | null;
  origin: string;
  given_by: string;
  given_at: Date;
}

/** By person, then team or unit. */
export async function selectGrants(db: Kysely<DB>, where: RawBuilder<unknown>): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select g.id, g.person_id, p.email, p.name, g.role, t.key as team_key, t.name as team_name,
      u.key as unit_key, u.name as unit_name, g.origin, g.given_by, g.given_at
    from person_grant g join person p on p.id = g.person_id
    left join v_organisation_team t on t.id = g.team_id
    left join v_organisation_unit u on u.id = g.unit_id
    where ${where} order by p.email, coalesce(t.key, u.key), g.role, g.origin`.execute(db);
  return rows;
}

/** The team or unit that is called so; null when there is none. */
export async function findScope(
  db: Kysely<DB>,
  at: { team: string } | { unit: string },
): Promise<{ teamId: string | null; unitId: string | null } | null> {
  const { rows } =
    'team' in at
      ? await sql<{ id: string }>`select id from v_organisation_team where key = ${at.team}`.execute(db)
      : await sql<{ id: string }>`select id from v_organisation_unit where key = ${at.unit}`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) return null;
  return 'team' in at ? { teamId: id, unitId: null } : { teamId: null, unitId: id };
}

/** @returns false when the person has it already from the same origin */
export async function insertGrant(
  db: Kysely<DB>,
  grant: Holding & { id: string; personId: string; origin: string; by: string; at: Date },
): Promise<boolean> {
  const { id, personId, role, teamId, unitId, origin, by, at } = grant;
  const { numAffectedRows } = await sql`
    insert into person_grant (id, person_id, role, team_id, unit_id, origin, given_by, given_at)
    values (${id}, ${personId}, ${role}, ${teamId}, ${unitId}, ${origin}, ${by}, ${at})
    on conflict do nothing`.execute(db);
  return numAffectedRows === 1n;
}

export const deleteGrants = (db: Kysely<DB>, ids: readonly string[]) =>
  sql`delete from person_grant where id = any(${[...ids]}::uuid[])`.execute(db);
