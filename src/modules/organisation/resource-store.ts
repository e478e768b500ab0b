import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';
import type { Written } from './import-store.ts';
import { RESOURCE_KINDS } from './resource-pattern.ts';
import type { ResourceEntry, ResourceRule } from './resource-rules.ts';

/** The state of all rules on what is no path, as an expression for a query of one's own. */
export const resourceRulesVersion: RawBuilder<string> = sql<string>`(select
  concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from resource_rule)`;

/** A rule with the id of the repository that it names. */
export interface StoredResourceRule extends ResourceRule {
  repositoryId: string | null;
}

/** All rules, in the order of their documents. */
export async function selectResourceRules(db: Kysely<DB>): Promise<StoredResourceRule[]> {
  const rows = await db
    .selectFrom('resource_rule as r')
    .leftJoin('team as t', 't.id', 'r.team_id')
    .leftJoin('repository as p', 'p.id', 'r.repository_id')
    .select(['r.kind', 'r.provider', 'r.pattern', 'r.tags', 'r.origin'])
    .select(['t.key as owner', 'p.key as repository', 'p.id as repositoryId'])
    .orderBy('r.managed_by')
    .orderBy('r.position')
    .execute();
  return rows.flatMap(({ kind: told, tags, ...rest }) => {
    const kind = RESOURCE_KINDS.find((known) => known === told);
    return kind ? [{ ...rest, kind, tags: tags as Record<string, string> }] : [];
  });
}

/** Brings the rules of the import to this list, by position; rules that are as they were are not written. */
export async function writeResourceRules(
  tx: Kysely<DB>,
  rules: readonly (ResourceEntry & { id: string })[],
): Promise<Written> {
  const placed = JSON.stringify(rules.map((rule, position) => ({ ...rule, position })));
  await sql`
    delete from resource_rule where managed_by = 'import' and position >= ${rules.length}`.execute(tx);
  const { rows } = await sql<{ added: boolean }>`
    insert into resource_rule as old (id, position, kind, provider, pattern, tags, team_id, repository_id, origin)
    select r.id, r.position, r.kind, r.provider, r.pattern, r.tags, t.id, p.id, r.origin
    from jsonb_to_recordset(${placed}::jsonb)
      as r(id uuid, position int, kind text, provider text, pattern text, tags jsonb, owner text, repository text,
           origin text)
      left join team t on t.key = r.owner
      left join repository p on p.key = r.repository
    on conflict (managed_by, position) do update set
      kind = excluded.kind, provider = excluded.provider, pattern = excluded.pattern, tags = excluded.tags,
      team_id = excluded.team_id, repository_id = excluded.repository_id, origin = excluded.origin
      where (old.kind, old.provider, old.pattern, old.tags, old.team_id, old.repository_id, old.origin)
        is distinct from (excluded.kind, excluded.provider, excluded.pattern, excluded.tags, excluded.team_id,
          excluded.repository_id, excluded.origin)
    returning (xmax = 0) as added`.execute(tx);
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added };
}
