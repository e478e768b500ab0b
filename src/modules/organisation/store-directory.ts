import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';

/** What a directory calls a person of ours. */
export interface PersonLink {
  person: string;
  externalId: string | null;
}

/** What a directory calls a team of ours. */
export interface TeamLink {
  team: string;
  externalId: string | null;
  name: string;
  /** Handles by which files may mean it. */
  aliases?: readonly string[];
}

export const linkPeople = (tx: Kysely<DB>, source: string, links: readonly PersonLink[]) =>
  sql`
    insert into directory_person as old (source, person_id, external_id)
    select ${source}, person, "externalId"
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as n(person uuid, "externalId" text)
    on conflict (source, person_id) do update set external_id = excluded.external_id
      where old.external_id is distinct from excluded.external_id`.execute(tx);

export const unlinkPeople = (tx: Kysely<DB>, source: string, people: readonly string[]) =>
  sql`delete from directory_person where source = ${source} and person_id = any(${[...people]}::uuid[])`.execute(
    tx,
  );

export const linkTeams = (tx: Kysely<DB>, source: string, links: readonly TeamLink[]) =>
  sql`
    insert into directory_team as old (source, team_id, external_id, name, aliases)
    select ${source}, team, "externalId", name, coalesce(aliases, '{}')
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as n(team uuid, "externalId" text, name text, aliases text[])
    on conflict (source, team_id) do update set
      external_id = excluded.external_id, name = excluded.name, aliases = excluded.aliases
      where (old.external_id, old.name, old.aliases)
        is distinct from (excluded.external_id, excluded.name, excluded.aliases)`.execute(tx);

export const unlinkTeams = (tx: Kysely<DB>, source: string, teams: readonly string[]) =>
  sql`delete from directory_team where source = ${source} and team_id = any(${[...teams]}::uuid[])`.execute(
    tx,
  );

/** A team as a directory may find it under its name. */
export interface NamedTeam {
  id: string;
  key: string;
  name: string;
  aliases: string[];
  managedBy: string;
  retired: boolean;
  /** What the directory calls it, if it has linked it already. */
  externalId: string | null;
  linked: boolean;
}

export async function namedTeams(tx: Kysely<DB>, source: string): Promise<NamedTeam[]> {
  const { rows } = await sql<NamedTeam>`
    select t.id, t.key, t.name, t.aliases, t.managed_by as "managedBy", t.retired_at is not null as retired,
      d.team_id is not null as linked, d.external_id as "externalId"
    from team t left join directory_team d on d.team_id = t.id and d.source = ${source}
    order by t.retired_at is not null, t.key`.execute(tx);
  return rows;
}

/** A business unit as a directory may find it under its name. */
export interface NamedUnit {
  id: string;
  key: string;
  name: string;
}

export const namedUnits = (tx: Kysely<DB>): Promise<NamedUnit[]> =>
  tx.selectFrom('business_unit').select(['id', 'key', 'name']).orderBy('key').execute();

/** A team that a directory told of first: everything else is for people to fill in. */
export const insertTeams = (
  tx: Kysely<DB>,
  source: string,
  teams: readonly {
    id: string;
    key: string;
    name: string;
    queue: string;
    mail: string | null;
    unit?: string | null;
  }[],
) =>
  sql`
    insert into team (id, key, name, queue, mail, business_unit_id, managed_by)
    select id, key, name, queue, mail, unit, ${source}
    from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb)
      as n(id uuid, key text, name text, queue text, mail text, unit uuid)`.execute(tx);

/** The name of teams that the directory itself made. */
export const renameTeams = (
  tx: Kysely<DB>,
  source: string,
  teams: readonly { team: string; name: string }[],
) =>
  sql`
    update team t set name = n.name
    from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb) as n(team uuid, name text)
    where t.id = n.team and t.managed_by = ${source} and t.name <> n.name`.execute(tx);

export const takeUpTeams = (tx: Kysely<DB>, teams: readonly string[]) =>
  sql`update team set retired_at = null where id = any(${[...teams]}::uuid[]) and retired_at is not null`.execute(
    tx,
  );

/** They own nothing any more and have no members; what they did stays told. */
export async function retireTeams(tx: Kysely<DB>, teams: readonly string[], now: Date): Promise<void> {
  await sql`
    update team set retired_at = ${now}
    where id = any(${[...teams]}::uuid[]) and retired_at is null`.execute(tx);
  await sql`delete from membership where team_id = any(${[...teams]}::uuid[])`.execute(tx);
}

/** Changes with every row of whatever a directory may change. */
export async function selectDirectoryVersion(tx: Kysely<DB>): Promise<string> {
  const tables = ['person', 'team', 'membership', 'directory_person', 'directory_team'];
  const versions = tables.map(
    (table) => sql`(select concat(count(*), '.', sum(xmin::text::bigint)) from ${sql.table(table)})`,
  );
  const { rows } = await sql<{
    version: string;
  }>`select concat_ws(' ', ${sql.join(versions)}) as version`.execute(tx);
  return rows[0]!.version;
}

/** How many people and teams a source names by now. */
export async function countLinked(
  tx: Kysely<DB>,
  source: string,
): Promise<{ people: number; teams: number }> {
  const { rows } = await sql<{ people: number; teams: number }>`
    select (select count(*)::int from directory_person where source = ${source}) as people,
      (select count(*)::int from directory_team where source = ${source}) as teams`.execute(tx);
  return rows[0]!;
}
