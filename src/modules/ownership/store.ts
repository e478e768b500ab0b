import { type Kysely, sql } from 'kysely';
import { registryVersion, repositoryVersion } from '../organisation/public.ts';
import type { FileProblem } from '../organisation/pure.ts';
import type { DB } from '../schema.gen.ts';
import type { OwnershipFile } from './compile.ts';

/** Everything a repository's answers depend on, as one short text; `xmin` changes with every write. */
export async function selectVersion(db: Kysely<DB>, repositoryId: string | null): Promise<string> {
  const files =
    repositoryId === null
      ? sql`''`
      : sql`concat((select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from ownership_file
          where repository_id = ${repositoryId}), ' ', ${repositoryVersion(repositoryId)})`;
  const { rows } = await sql<{ version: string }>`
    select concat(${registryVersion}, ' ', ${files}) as version`.execute(db);
  return rows[0]!.version;
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
