import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Filter } from './filter.ts';
import { type Columns, filterSql } from './filter-sql.ts';
import type { GroupRow, MemberRow } from './group.ts';
import type { UserRow } from './user.ts';

/** Who says so, in `managed_by` and `source`. */
export const SCIM = 'scim';

/** A page of a list; `offset` counts from 0. */
export interface Page {
  filter: Filter | null;
  offset: number;
  limit: number;
}

type Sql = RawBuilder<unknown>;
const none: Columns['several'] = {};

const USER_COLUMNS: Columns = {
  one: {
    id: { kind: 'id', is: sql`p.id`, of: 'person' },
    username: { kind: 'text', is: sql`coalesce(p.user_name, p.email)` },
    externalid: { kind: 'exact', is: sql`d.external_id` },
    displayname: { kind: 'text', is: sql`p.name` },
    'name.formatted': { kind: 'text', is: sql`p.name` },
    'name.givenname': { kind: 'text', is: sql`p.given_name` },
    'name.familyname': { kind: 'text', is: sql`p.family_name` },
    active: { kind: 'truth', is: sql`p.active` },
    'meta.created': { kind: 'time', is: sql`p.created_at` },
    'meta.lastmodified': { kind: 'time', is: sql`p.updated_at` },
  },
  several: {
    emails: {
      some: (condition) => condition,
      columns: {
        one: {
          value: { kind: 'text', is: sql`p.email` },
          type: { kind: 'text', is: sql`'work'::text` },
          primary: { kind: 'truth', is: sql`true` },
        },
        several: none,
      },
    },
  },
};

const USERS = sql`v_access_person p left join directory_person d on d.person_id = p.id and d.source = ${SCIM}`;
const USER = sql`p.id, p.email, p.name, p.user_name, p.given_name, p.family_name, p.active, d.external_id,
  p.created_at, p.updated_at, concat(p.version, '.', d.xmin) as version`;

const GROUP_COLUMNS: Columns = {
  one: {
    id: { kind: 'id', is: sql`t.id`, of: 'team' },
    displayname: { kind: 'text', is: sql`coalesce(d.name, t.name)` },
    externalid: { kind: 'exact', is: sql`d.external_id` },
    'meta.created': { kind: 'time', is: sql`t.created_at` },
  },
  several: {
    members: {
      some: (condition) => sql`exists (
        select from membership m where m.team_id = t.id and m.managed_by = ${SCIM} and ${condition})`,
      columns: { one: { value: { kind: 'id', is: sql`m.person_id`, of: 'person' } }, several: none },
    },
  },
};

const GROUPS = sql`team t left join directory_team d on d.team_id = t.id and d.source = ${SCIM}`;
const GROUP = sql`t.id, coalesce(d.name, t.name) as name, d.external_id, t.created_at,
  concat(t.xmin, '.', d.xmin, '.', (
    select concat(count(*), '.', coalesce(sum(m.xmin::text::bigint), 0))
    from membership m where m.team_id = t.id and m.managed_by = ${SCIM})) as version`;

async function list<Row>(
  db: Kysely<DB>,
  what: Sql,
  from: Sql,
  where: Sql,
  order: Sql,
  { offset, limit }: Page,
) {
  const counted = await sql<{ n: number }>`select count(*)::int as n from ${from} where ${where}`.execute(db);
  const total = counted.rows[0]!.n;
  if (limit === 0 || offset >= total) return { total, rows: [] };
  const { rows } = await sql<Row>`
    select ${what} from ${from} where ${where} order by ${order} limit ${limit} offset ${offset}`.execute(db);
  return { total, rows };
}

/** People a directory may know of, oldest first. @throws ScimProblem invalidFilter */
export function listUsers(db: Kysely<DB>, page: Page): Promise<{ total: number; rows: UserRow[] }> {
  const condition = page.filter ? filterSql(page.filter, USER_COLUMNS) : sql`true`;
  return list<UserRow>(db, USER, USERS, sql`p.removed_at is null and ${condition}`, sql`p.id`, page);
}

export async function findUser(db: Kysely<DB>, id: string): Promise<UserRow | null> {
  const { rows } = await sql<UserRow>`
    select ${USER} from ${USERS} where p.id = ${id} and p.removed_at is null`.execute(db);
  return rows[0] ?? null;
}

/** Whoever has this email or signs in by this name, let go of or not. */
export async function findAccount(
  db: Kysely<DB>,
  { email, userName }: { email: string; userName: string },
): Promise<{ id: string; removed: boolean; known: boolean; sameName: boolean } | null> {
  const { rows } = await sql<{ id: string; removed: boolean; known: boolean; sameName: boolean }>`
    select p.id, p.removed_at is not null as removed, d.person_id is not null as known,
      lower(coalesce(p.user_name, p.email)) = lower(${userName}) as "sameName"
    from ${USERS} where p.email = lower(${email}) or lower(coalesce(p.user_name, p.email)) = lower(${userName})
    order by p.removed_at is not null, "sameName" desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** People and teams that are called so already by the directory. */
export async function externalIdTaken(
  db: Kysely<DB>,
  table: 'directory_person' | 'directory_team',
  externalId: string,
  id: string,
): Promise<boolean> {
  const column = sql.ref(table === 'directory_person' ? 'person_id' : 'team_id');
  const { rows } = await sql`
    select from ${sql.table(table)}
    where source = ${SCIM} and external_id = ${externalId} and ${column} <> ${id}`.execute(db);
  return rows.length > 0;
}

/** Teams that have not been retired, oldest first. @throws ScimProblem invalidFilter */
export function listGroups(db: Kysely<DB>, page: Page): Promise<{ total: number; rows: GroupRow[] }> {
  const condition = page.filter ? filterSql(page.filter, GROUP_COLUMNS) : sql`true`;
  return list<GroupRow>(db, GROUP, GROUPS, sql`t.retired_at is null and ${condition}`, sql`t.id`, page);
}

export async function findGroup(db: Kysely<DB>, id: string): Promise<GroupRow | null> {
  const { rows } = await sql<GroupRow>`
    select ${GROUP} from ${GROUPS} where t.id = ${id} and t.retired_at is null`.execute(db);
  return rows[0] ?? null;
}

/** Whom the directory has named in these teams; what others say of them is not its own. */
export async function membersOf(db: Kysely<DB>, teams: readonly string[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.team_id, m.person_id, p.name from membership m join v_access_person p on p.id = m.person_id
    where m.managed_by = ${SCIM} and m.team_id = any(${[...teams]}::uuid[])
    order by m.person_id`.execute(db);
  return rows;
}

/** Ids among these that are no person, or one let go of. */
export async function strangers(db: Kysely<DB>, people: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select n.id from unnest(${[...people]}::uuid[]) as n(id)
    where not exists (select from v_access_person p where p.id = n.id and p.removed_at is null)`.execute(db);
  return rows.map(({ id }) => id);
}
