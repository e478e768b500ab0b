import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { keptBriefly } from '../kept-briefly.ts';

export interface Size {
  services: number;
  repositories: number;
}

/**
 * What scopes own now: repositories that are not archived, and services (named ones and folders with a descriptor of their
 * own; a repository without any is one service). By scope id; scopes that own nothing are not in it.
 */
async function allSizes(db: Kysely<DB>): Promise<Map<string, Size>> {
  const { rows } = await sql<Size & { scope_id: string }>`
    with place as (
      select c.team, count(*) filter (where c.folder = '') as repositories,
        count(*) filter (where c.folder <> '' or not exists (
          select from v_ownership_coverage o where o.repository_id = c.repository_id and o.folder <> '')) as services
      from v_ownership_coverage c join v_organisation_repository r on r.id = c.repository_id
      where not c.unowned and not r.archived
      group by c.team
    )
    select s.scope_id, sum(p.repositories)::int as repositories, sum(p.services)::int as services
    from place p join v_organisation_team t on t.key = p.team join insight_scope s on s.team_id = t.id
    group by s.scope_id`.execute(db);
  return new Map(rows.map(({ scope_id, ...size }) => [scope_id, size]));
}

const kept = new WeakMap<object, ReturnType<typeof keptBriefly<Map<string, Size>>>>();

/** Of all scopes: one question, whoever is compared. Sizes change with reorganisations, not with scans. */
export function knownSizes(db: Kysely<DB>): Promise<Map<string, Size>> {
  const briefly = kept.get(db) ?? keptBriefly<Map<string, Size>>();
  kept.set(db, briefly);
  return briefly('sizes', () => allSizes(db));
}
