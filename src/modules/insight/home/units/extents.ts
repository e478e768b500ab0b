import { type Kysely, sql } from 'kysely';
import type { DB } from '../../../schema.gen.ts';

/** How much a team owns, and how much of it is looked at. */
export interface Extent {
  services: number;
  repositories: number;
  /** Repositories that a scan looked at completely within the last 30 days. */
  looked: number;
}

export const NO_EXTENT: Extent = { services: 0, repositories: 0, looked: 0 };

/** What each team owns, by its key; archived repositories are not counted. */
export async function extentsOfTeams(db: Kysely<DB>, now: Date): Promise<Map<string, Extent>> {
  const { rows } = await sql<Extent & { team: string }>`
    with looked as (
      select distinct repository_id from insight_check where scanned_at >= ${now}::timestamptz - interval '30 days'
    ), owned as (
      -- A repository without named services is one service.
      select c.team, c.repository_id, bool_or(c.folder = '') as whole,
        greatest(1, count(*) filter (where c.folder <> ''))::int as services
      from v_ownership_coverage c where not c.unowned group by c.team, c.repository_id
    )
    select o.team, sum(o.services)::int as services, (count(*) filter (where o.whole))::int as repositories,
      (count(l.repository_id) filter (where o.whole))::int as looked
    from owned o join v_organisation_repository r on r.id = o.repository_id and not r.archived
    left join looked l on l.repository_id = o.repository_id
    group by o.team`.execute(db);
  return new Map(rows.map(({ team, ...extent }) => [team, extent]));
}

export const sumOfExtents = (all: readonly Extent[]): Extent =>
  all.reduce(
    (sum, { services, repositories, looked }) => ({
      services: sum.services + services,
      repositories: sum.repositories + repositories,
      looked: sum.looked + looked,
    }),
    NO_EXTENT,
  );
