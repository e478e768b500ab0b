import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';

export interface Size {
  services: number;
  repositories: number;
}

/**
 * What scopes own now: repositories that are not archived, and services (named ones and folders with a descriptor of their
 * own; a repository without any is one service). By scope id; scopes that own nothing are not in it.
 */
async function sizesOf(db: Kysely<DB>, scopeIds: readonly string[]): Promise<Map<string, Size>> {
  const { rows } = await sql<Size & { scope_id: string }>`
    with place as (
      select c.team, count(*) filter (where c.folder = '') as repositories,
        count(*) filter (where c.folder <> '' or not exists (
          select from v_ownership_coverage o where o.repository_id = c.repository_id and o.folder <> '')) as services
      from v_ownership_coverage c join v_organisation_repository r on r.id = c.repository_id
      where not c.unowned and not r.archived and c.team in (
        select t.key from insight_scope s join v_organisation_team t on t.id = s.team_id
        where s.scope_id = any(${scopeIds}::uuid[]))
      group by c.team
    )
    select s.scope_id, sum(p.repositories)::int as repositories, sum(p.services)::int as services
    from place p join v_organisation_team t on t.key = p.team
      join insight_scope s on s.team_id = t.id and s.scope_id = any(${scopeIds}::uuid[])
    group by s.scope_id`.execute(db);
  return new Map(rows.map(({ scope_id, ...size }) => [scope_id, size]));
}

/** Sizes change with reorganisations, not with scans: a minute is soon enough. */
const KEPT_MS = 60_000;
const kept = new WeakMap<object, Map<string, { at: number; sizes: Promise<Map<string, Size>> }>>();

/** The same, asked once a minute. */
export function knownSizes(
  db: Kysely<DB>,
  scopeIds: readonly string[],
  now: Date,
): Promise<Map<string, Size>> {
  const known = kept.get(db) ?? new Map();
  kept.set(db, known);
  for (const [question, { at }] of known) if (now.getTime() - at >= KEPT_MS) known.delete(question);
  const question = scopeIds.join();
  const before = known.get(question);
  if (before) return before.sizes;
  const sizes = sizesOf(db, scopeIds).catch((error: unknown) => {
    known.delete(question);
    throw error;
  });
  known.set(question, { at: now.getTime(), sizes });
  return sizes;
}
