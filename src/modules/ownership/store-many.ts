import { type Kysely, sql } from 'kysely';
import type { FileProblem } from '../organisation/pure.ts';
import type { DB } from '../schema.gen.ts';
import { guardDescriptors } from './approvals/guard-descriptors.ts';
import type { OwnershipFile } from './compile.ts';
import type { Dialect } from './pattern.ts';
import { assetsIn } from './resources/assets.ts';
import { replaceAssets } from './resources/store-resources.ts';
import { isPathOfOwnership, readFile } from './service.ts';
import type { ReadFile } from './store.ts';

/** All ownership files of a repository as a code host told them. */
export interface FilesOfRepository {
  repositoryId: string;
  /** Whose rules its CODEOWNERS follows; null: the file tells. */
  dialect: Dialect | null;
  files: readonly OwnershipFile[];
  /** Files that are there and could not be read: their last good version stays in force. */
  unread: readonly { path: string; message: string }[];
}

/**
 * `storeOwnershipFiles` for many repositories at once; a file that is as it was is not written.
 * @returns ids of the repositories whose files changed
 */
export async function storeFilesOfMany(
  tx: Kysely<DB>,
  repositories: readonly FilesOfRepository[],
  now: Date,
): Promise<Set<string>> {
  if (repositories.length === 0) return new Set();
  const read = repositories.map((one) => ({ repositoryId: one.repositoryId, files: rowsOf(one) }));
  await guardDescriptors(tx, read, now);
  const rows = JSON.stringify(read.flatMap(({ files }) => files));
  const removed = await sql<{ id: string }>`
    delete from ownership_file f
    where f.repository_id = any(${repositories.map(({ repositoryId }) => repositoryId)}::uuid[])
      and not exists (
        select from jsonb_to_recordset(${rows}::jsonb) as n("repositoryId" uuid, path text)
        where n."repositoryId" = f.repository_id and n.path = f.path)
    returning repository_id as id`.execute(tx);
  const written = await sql<{ id: string }>`
    insert into ownership_file as old (repository_id, path, content, valid_content, problems, read_at)
    select "repositoryId", path, content, case when valid then content end, problems, ${now}
    from jsonb_to_recordset(${rows}::jsonb)
      as n("repositoryId" uuid, path text, content text, valid boolean, problems jsonb)
    on conflict (repository_id, path) do update set
      content = excluded.content, problems = excluded.problems, read_at = excluded.read_at,
      valid_content = coalesce(excluded.valid_content, old.valid_content)
      where (old.content, old.problems, old.valid_content) is distinct from
        (excluded.content, excluded.problems, coalesce(excluded.valid_content, old.valid_content))
    returning repository_id as id`.execute(tx);
  const changed = new Set([...removed.rows, ...written.rows].map(({ id }) => id));
  await replaceAssets(
    tx,
    read
      .filter(({ repositoryId }) => changed.has(repositoryId))
      .map(({ repositoryId, files }) => ({ repositoryId, files: assetsIn(files) })),
  );
  return changed;
}

function rowsOf({
  repositoryId,
  dialect,
  files,
  unread,
}: FilesOfRepository): (ReadFile & { repositoryId: string })[] {
  const byPath = new Map<string, ReadFile>();
  for (const file of files) if (isPathOfOwnership(file.path)) byPath.set(file.path, readFile(file, dialect));
  for (const one of unread) {
    if (!isPathOfOwnership(one.path)) continue;
    byPath.set(one.path, { path: one.path, content: '', valid: false, problems: [unreadable(one)] });
  }
  return [...byPath.values()].map((file) => ({ ...file, repositoryId }));
}

const unreadable = ({ path, message }: { path: string; message: string }): FileProblem => ({
  file: path,
  line: 1,
  column: 1,
  level: 'error',
  code: 'unreadable',
  message: message.replaceAll('\0', '\uFFFD').toWellFormed().slice(0, 500),
  suggestion: null,
});
