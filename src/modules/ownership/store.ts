import { type Kysely, sql } from 'kysely';
import { registryVersion, repositoryVersion } from '../organisation/public.ts';
import type { FileProblem } from '../organisation/pure.ts';
import type { DB } from '../schema.gen.ts';
import type { OwnershipFile } from './compile.ts';
import type { OverrideFacts } from './override.ts';

const inForce = (repositoryId: string, now: Date) =>
  sql<boolean>`repository_id = ${repositoryId} and ended_at is null and expires_at > ${now}`;

/**
 * Everything a repository's answers depend on at that time, as one short text; `xmin` changes with every write,
 * and an override that has expired counts no longer.
 */
export async function selectVersion(db: Kysely<DB>, repositoryId: string | null, now: Date): Promise<string> {
  const files =
    repositoryId === null
      ? sql`''`
      : sql`concat((select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from ownership_file
          where repository_id = ${repositoryId}), ' ',
          (select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from ownership_override
          where ${inForce(repositoryId, now)}), ' ',
          (select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from descriptor_fact
          where repository_id = ${repositoryId}), ' ', ${repositoryVersion(repositoryId)})`;
  const { rows } = await sql<{ version: string }>`
    select concat(${registryVersion}, ' ', ${files}) as version`.execute(db);
  return rows[0]!.version;
}

/** @param teamKeys by id */
export async function selectOverridesInForce(
  db: Kysely<DB>,
  repositoryId: string,
  now: Date,
  teamKeys: ReadonlyMap<string, string>,
): Promise<OverrideFacts[]> {
  const rows = await db
    .selectFrom('ownership_override')
    .select(['pattern', 'team_id', 'reason', 'made_by', 'made_at', 'expires_at'])
    .where(inForce(repositoryId, now))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    pattern: row.pattern,
    team: teamKeys.get(row.team_id) ?? row.team_id,
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** What counts of each file: its last good version while the newest is not valid. */
export const selectCounting = (db: Kysely<DB>, repositoryId: string): Promise<OwnershipFile[]> =>
  db
    .selectFrom('ownership_file')
    .select(['path', sql<string>`coalesce(valid_content, content)`.as('content')])
    .where('repository_id', '=', repositoryId)
    .orderBy('path')
    .execute();

/** Problems of the newest versions, among them those that do not count. */
export async function selectProblems(db: Kysely<DB>, repositoryId: string): Promise<FileProblem[]> {
  const rows = await db
    .selectFrom('ownership_file')
    .select('problems')
    .where('repository_id', '=', repositoryId)
    .orderBy('path')
    .execute();
  return rows.flatMap(({ problems }) => problems as FileProblem[]);
}

export interface ReadFile extends OwnershipFile {
  valid: boolean;
  problems: FileProblem[];
}

/** Writes the files as read; those that are gone from the repository are gone here. */
export async function replaceFiles(
  tx: Kysely<DB>,
  repositoryId: string,
  files: ReadFile[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(files);
  await sql`
    delete from ownership_file
    where repository_id = ${repositoryId} and path <> all(${files.map(({ path }) => path)})`.execute(tx);
  await sql`
    insert into ownership_file as old (repository_id, path, content, valid_content, problems, read_at)
    select ${repositoryId}, path, content, case when valid then content end, problems, ${now}
    from jsonb_to_recordset(${rows}::jsonb) as r(path text, content text, valid boolean, problems jsonb)
    on conflict (repository_id, path) do update set
      content = excluded.content, problems = excluded.problems, read_at = excluded.read_at,
      valid_content = coalesce(excluded.valid_content, old.valid_content)`.execute(tx);
}
