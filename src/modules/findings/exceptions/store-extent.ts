import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { ruleIdOf } from '../stored-names.ts';
import type { Extent } from './extent.ts';

/** What narrows an extent further: see `Covering`. */
export interface Bounds {
  ceiling: number;
  allTeams: boolean;
  teamId: string | null;
}

export const OPEN = sql`f.state in ('open', 'reopened')`;

/** All names of a vulnerability, itself first. */
export async function namesOf(db: Kysely<DB>, vulnerability: string | null): Promise<string[]> {
  if (vulnerability === null) return [];
  const { rows } = await sql<{ name: string }>`
    select o.name from vulnerability_alias a join vulnerability_alias o on o.group_name = a.group_name
    where a.name = ${vulnerability}`.execute(db);
  return [...new Set([vulnerability, ...rows.map(({ name }) => name)])];
}

/**
 * Whether `finding f` lies in the extent, as `covers` says it of one.
 * @param names all names of the vulnerability of a package
 */
export async function withinSql(
  db: Kysely<DB>,
  extent: Extent,
  bounds: Bounds,
): Promise<RawBuilder<boolean>> {
  const { scope, findingId, fixId, tool, rule, repositoryId, path, component, versions } = extent;
  const urgent = sql`f.priority >= ${bounds.ceiling}`;
  const team =
    bounds.allTeams || scope === 'finding' || scope === 'fix'
      ? sql`true`
      : sql`f.owner_team_id = ${bounds.teamId}`;
  const and = (condition: RawBuilder<unknown>) => sql<boolean>`(${condition} and ${urgent} and ${team})`;
  switch (scope) {
    case 'finding': {
      const head = await headOf(db, findingId);
      // What other tools tell of the same weakness has the same leader.
      return and(sql`(f.id = ${findingId} or f.id = ${head} or f.lead_id = ${head})`);
    }
    case 'fix':
      return and(sql`f.fix_id = ${fixId}`);
    case 'rule': {
      const under =
        path === '' || path === null
          ? sql`true`
          : sql`(f.path = ${path} or starts_with(f.path, ${`${path}/`}))`;
      return and(
        sql`f.repository_id = ${repositoryId} and f.rule_id = ${ruleIdOf(tool ?? '', rule ?? '')} and ${under}`,
      );
    }
    case 'package': {
      const names = await namesOf(db, extent.vulnerability);
      const version =
        versions === null ? sql`true` : sql`coalesce(f.version, '') = any(${[...versions]}::text[])`;
      return and(sql`f.component = ${component} and f.vulnerabilities && ${names}::text[] and ${version}`);
    }
  }
}

async function headOf(db: Kysely<DB>, findingId: string | null): Promise<string | null> {
  const { rows } = await sql<{ head: string }>`
    select coalesce(lead_id, id) as head from finding where id = ${findingId}`.execute(db);
  return rows[0]?.head ?? null;
}

export interface Measured {
  findings: number;
  places: number;
  /** 0 = P0; null when nothing is covered. */
  priority: number | null;
  /** Most findings first. */
  teams: { id: string; key: string; name: string; findings: number }[];
}

/** What lies in an extent and is open now. */
export async function measureExtent(db: Kysely<DB>, extent: Extent, bounds: Bounds): Promise<Measured> {
  const within = await withinSql(db, extent, bounds);
  const { rows } = await sql<Measured['teams'][number] & { priority: number; targets: string[] }>`
    select t.id, t.key, t.name, c.findings, c.priority, c.targets from (
      select f.owner_team_id, count(*)::int as findings, min(f.priority) as priority,
        array_agg(distinct f.target_id) as targets
      from finding f where ${within} and ${OPEN} group by f.owner_team_id
    ) c join v_organisation_team t on t.id = c.owner_team_id
    order by c.findings desc, t.key`.execute(db);
  return {
    findings: rows.reduce((sum, row) => sum + row.findings, 0),
    places: new Set(rows.flatMap(({ targets }) => targets)).size,
    priority: rows.length > 0 ? Math.min(...rows.map(({ priority }) => priority)) : null,
    teams: rows.map(({ id, key, name, findings }) => ({ id, key, name, findings })),
  };
}
