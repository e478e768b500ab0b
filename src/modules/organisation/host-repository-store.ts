import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { HostFacts, HostRepository } from '../../connectors/connector.ts';
import { systemOfConnection } from '../connections/public.ts';
import type { DB } from '../schema.gen.ts';

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;

const json = (rows: unknown): RawBuilder<unknown> => sql`${JSON.stringify(rows, storable)}::jsonb`;

/** A name that can be kept and found again; others are no repository's. */
export const isName = (text: string): boolean =>
  text !== '' && text.length <= 500 && !text.includes('\0') && text.isWellFormed();

interface ListedRow {
  id: string;
  hostId: string;
  key: string;
  url: string | null;
  defaultBranch: string;
  archived: boolean;
  version: string | null;
  facts: Partial<HostFacts>;
}

export function rowOf(id: string, listed: HostRepository, factsComplete: boolean): ListedRow {
  const { key, url, defaultBranch, archived, version } = listed;
  return {
    id,
    hostId: listed.id,
    key,
    url,
    defaultBranch,
    archived,
    version,
    facts: told(listed.facts, factsComplete),
  };
}

/** What a list leaves empty because it does not know must not wipe out what is known. */
function told(facts: HostFacts, complete: boolean): Partial<HostFacts> {
  if (complete) return facts;
  const { topics, properties, adminTeams } = facts;
  return {
    topics,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(adminTeams.length > 0 && { adminTeams }),
  };
}

export interface KnownRepository {
  id: string;
  key: string;
  hostId: string | null;
  connectionId: string | null;
}

/** Rows that have the id or the name of a listed repository. */
export async function selectKnown(
  db: Kysely<DB>,
  connectionId: string,
  listed: readonly HostRepository[],
): Promise<KnownRepository[]> {
  const { rows } = await sql<KnownRepository>`
    select id, key, host_id as "hostId", connection_id as "connectionId" from repository
    where connection_id = ${connectionId} and host_id = any(${listed.map(({ id }) => id)})
    union
    select id, key, host_id, connection_id from repository where key = any(${listed.map(({ key }) => key)})`.execute(
    db,
  );
  return rows;
}

/** Rows that are no repository of the code host any more: another one goes on for them. */
export async function letGo(tx: Kysely<DB>, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update repository set host_id = null, connection_id = null, archived = true
    where id = any(${ids}::uuid[])`.execute(tx);
}

/** Where two rows change their names with each other, both let go of them first. */
export async function freeNames(tx: Kysely<DB>, rows: readonly { id: string; key: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    with named as (select * from jsonb_to_recordset(${json(rows.map(({ id, key }) => ({ id, key })))}) as n(id uuid, key text))
    update repository r set former_names = array_append(array_remove(r.former_names, r.key), r.key),
      key = r.key || ' (renamed, ' || r.id || ')'
    from named own
    where own.id = r.id and own.key <> r.key and exists (select from named other where other.key = r.key)`.execute(
    tx,
  );
}

/** @returns how many rows were not yet as listed */
export async function updateListed(tx: Kysely<DB>, connectionId: string, rows: ListedRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update repository r set
      former_names = case when r.key = l.key or r.key like '% (renamed, ' || r.id || ')'
        then array_remove(r.former_names, l.key)
        else array_append(array_remove(array_remove(r.former_names, l.key), r.key), r.key) end,
      connection_id = ${connectionId}, host_id = l."hostId", key = l.key, url = coalesce(l.url, r.url),
      default_branch = l."defaultBranch", archived = l.archived, host_version = l.version,
      host_facts = r.host_facts || l.facts,
      known_by = case when r.known_by = 'seen' then 'host' else r.known_by end
    from jsonb_to_recordset(${json(rows)}) as l(id uuid, "hostId" text, key text, url text, "defaultBranch" text,
      archived boolean, version text, facts jsonb)
    where l.id = r.id
      and (r.connection_id, r.host_id, r.key, r.url, r.default_branch, r.archived, r.host_version, r.host_facts,
           r.known_by = 'seen')
        is distinct from (${connectionId}::uuid, l."hostId", l.key, coalesce(l.url, r.url), l."defaultBranch",
           l.archived, l.version, r.host_facts || l.facts, false)`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function insertListed(tx: Kysely<DB>, connectionId: string, rows: ListedRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into repository (id, key, connection_id, host_id, url, default_branch, archived, host_version, host_facts,
      known_by)
    select id, key, ${connectionId}, "hostId", url, "defaultBranch", archived, version, facts, 'host'
    from jsonb_to_recordset(${json(rows)}) as l(id uuid, "hostId" text, key text, url text, "defaultBranch" text,
      archived boolean, version text, facts jsonb)
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

// reading ------------------------------------------------------------------------------------------------------

/** A repository whose files are to be read, with what was read the last time. */
export interface RepositoryToRead {
  id: string;
  key: string;
  hostId: string;
  defaultBranch: string;
  filesCommit: string | null;
  hostVersion: string | null;
  /** Of the connection that lists it. */
  system: string | null;
}

const toRead = sql`id, key, host_id as "hostId", default_branch as "defaultBranch", files_commit as "filesCommit",
  host_version as "hostVersion", ${systemOfConnection('repository.connection_id')} as system`;

/**
 * Repositories whose files may differ from those we hold.
 * @param showsPushes whether the list tells of pushes; if not, every repository that still lives is asked
 */
export async function selectToRead(
  db: Kysely<DB>,
  connectionId: string,
  showsPushes: boolean,
): Promise<RepositoryToRead[]> {
  const differs = sql`(files_version is distinct from host_version or files_commit is null)`;
  const { rows } = await sql<RepositoryToRead>`
    select ${toRead} from repository
    where connection_id = ${connectionId} and host_id is not null
      and ${showsPushes ? differs : sql`(not archived or files_commit is null)`}
    order by id`.execute(db);
  return rows;
}

export async function selectTheseToRead(db: Kysely<DB>, ids: string[]): Promise<RepositoryToRead[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<RepositoryToRead>`
    select ${toRead} from repository where id = any(${ids}::uuid[]) order by id`.execute(db);
  return rows;
}

/**
 * Locks the rows until the transaction ends.
 * @returns at which commit the files of each were read
 */
export async function lockCommits(tx: Kysely<DB>, ids: string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; commit: string | null }>`
    select id, files_commit as commit from repository where id = any(${ids}::uuid[]) order by id for update`.execute(
    tx,
  );
  return new Map(rows.map(({ id, commit }) => [id, commit]));
}

export async function selectOneToRead(
  db: Kysely<DB>,
  by: { id: string } | { connectionId: string; hostId: string },
): Promise<(RepositoryToRead & { connectionId: string }) | null> {
  const which =
    'id' in by
      ? sql`id = ${by.id} and connection_id is not null and host_id is not null`
      : sql`connection_id = ${by.connectionId} and host_id = ${by.hostId}`;
  const { rows } = await sql<RepositoryToRead & { connectionId: string }>`
    select ${toRead}, connection_id as "connectionId" from repository where ${which}`.execute(db);
  return rows[0] ?? null;
}

export interface FilesRead {
  id: string;
  commit: string;
  /** The version that was listed when they were read; null leaves it: only a list tells it. */
  version: string | null;
  /** Null: not asked. */
  facts: HostFacts | null;
}

/**
 * Remembers at which commit files were read, and what the code host says beyond its list.
 * @returns ids of repositories of which it says something else than before
 */
export async function noteFilesRead(tx: Kysely<DB>, read: readonly FilesRead[]): Promise<string[]> {
  if (read.length === 0) return [];
  // Topics come with the list.
  const rows = read.map(({ facts, ...one }) => ({
    ...one,
    facts: facts && { properties: facts.properties, adminTeams: facts.adminTeams },
  }));
  const { rows: written } = await sql<{ id: string; differs: boolean }>`
    with given as (
      select n.*, r.host_facts as before
      from jsonb_to_recordset(${json(rows)}) as n(id uuid, commit text, version text, facts jsonb)
      join repository r on r.id = n.id
    )
    update repository r set files_commit = g.commit, files_version = coalesce(g.version, r.files_version),
      host_facts = r.host_facts || coalesce(nullif(g.facts, 'null'), '{}')
    from given g
    where g.id = r.id
      and (r.files_commit, r.files_version, r.host_facts) is distinct from
        (g.commit, coalesce(g.version, r.files_version), r.host_facts || coalesce(nullif(g.facts, 'null'), '{}'))
    returning r.id, r.host_facts <> g.before as differs`.execute(tx);
  return written.filter(({ differs }) => differs).map(({ id }) => id);
}

/** They are on no page any more. Their files are not asked for again until they are. @returns how many */
export async function archiveGone(tx: Kysely<DB>, ids: string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update repository set archived = true, files_version = host_version, files_commit = coalesce(files_commit, '')
    where id = any(${ids}::uuid[]) and not archived`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
