import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';

/** Where a target is owned, for whoever resolves its owners again. */
export async function placeOfTarget(
  db: Kysely<DB>,
  targetId: string,
): Promise<{ repositoryId: string } | { resource: string } | null> {
  const target = await db
    .selectFrom('target')
    .select(['kind', 'key', 'repository_id'])
    .where('id', '=', targetId)
    .executeTakeFirst();
  if (!target) return null;
  const { kind, key, repository_id: repositoryId } = target;
  return repositoryId === null ? { resource: `${kind}:${key}` } : { repositoryId };
}
