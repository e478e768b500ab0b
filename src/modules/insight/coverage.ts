import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type {
  CoveredServicePage,
  coveredServicesQuery,
  OwnershipCoverage,
  UnitCoverage,
} from '../../contract/coverage.ts';
import { AppError } from '../../kernel/errors.ts';
import type { DB } from '../schema.gen.ts';

/** A descriptor that nobody went through for longer says what once was. */
const staleAt = (now: Date) => sql`(c.reviewed < ${now}::timestamptz - interval '365 days')`;

type Numbers = Omit<UnitCoverage, 'unit'>;

/** How well everything is owned, as a whole and by business unit. */
export async function ownershipCoverage(db: Kysely<DB>, now: Date): Promise<OwnershipCoverage> {
  const { rows } = await sql<FlatNumbers & { key: string | null; name: string | null; whole: boolean }>`
    with open as (
      select repository_id, count(*)::int as findings from v_findings_finding
      where unowned and state in ('open', 'reopened') group by repository_id
    ), place as (
      select r.id, r.unit_key, r.unit_name, coalesce(o.findings, 0) as findings
      from v_organisation_repository r left join open o on o.repository_id = r.id where not r.archived
      union all
      -- What is no repository belongs to no unit.
      select null, null, null, findings from open where repository_id is null
    ), repository as (
      select p.id, p.unit_key, p.unit_name, p.findings,
        bool_or(c.folder = '' and not c.unowned) as owned,
        count(*) filter (where c.folder <> '') as services,
        count(*) filter (where c.folder <> '' and not c.unowned) as owned_services,
        count(distinct c.descriptor) filter (where ${staleAt(now)}) as stale,
        count(distinct c.descriptor) filter (where c.errors > 0) as invalid
      from place p left join v_ownership_coverage c on c.repository_id = p.id
      group by p.id, p.unit_key, p.unit_name, p.findings
    )
    select unit_key as key, max(unit_name) as name, grouping(unit_key) = 1 as whole,
      count(id)::int as repositories, (count(*) filter (where owned))::int as "ownedRepositories",
      coalesce(sum(services), 0)::int as services, coalesce(sum(owned_services), 0)::int as "ownedServices",
      coalesce(sum(stale), 0)::int as stale, coalesce(sum(invalid), 0)::int as invalid,
      coalesce(sum(findings), 0)::int as "unownedFindings"
    from repository group by grouping sets ((), (unit_key))
    order by "unownedFindings" desc, name`.execute(db);
  const whole = rows.find((row) => row.whole)!;
  const units = rows.filter((row) => !row.whole);
  return {
    total: numbersOf(whole),
    units: units.map((row) => ({
      unit: row.key === null ? null : { key: row.key, name: row.name ?? row.key },
      ...numbersOf(row),
    })),
    waiting: await waiting(db),
  };
}

interface FlatNumbers {
  repositories: number;
  ownedRepositories: number;
  services: number;
  ownedServices: number;
  stale: number;
  invalid: number;
  unownedFindings: number;
}

const numbersOf = (row: FlatNumbers): Numbers => ({
  repositories: { all: row.repositories, owned: row.ownedRepositories },
  services: { all: row.services, owned: row.ownedServices },
  stale: row.stale,
  invalid: row.invalid,
  unownedFindings: row.unownedFindings,
});

async function waiting(db: Kysely<DB>): Promise<OwnershipCoverage['waiting']> {
  const { rows } = await sql<OwnershipCoverage['waiting']>`
    select (select count(*)::int from v_ownership_open_dispute) as disputes,
      (select count(*)::int from v_ownership_waiting_approval) as approvals`.execute(db);
  return rows[0]!;
}

type Query = z.output<typeof coveredServicesQuery>;

/** Repositories and services with their owners, by name. */
export async function coveredServices(db: Kysely<DB>, query: Query, now: Date): Promise<CoveredServicePage> {
  const { rows } = await sql<CoveredServicePage['items'][number] & { teamName: string | null }>`
    select r.key as repository, c.folder, c.name, c.source, c.unowned, c.descriptor,
      c.reviewed::text, coalesce(${staleAt(now)}, false) as stale, c.errors,
      json_build_object('key', c.team, 'name', coalesce(t.name, c.team)) as team,
      (select count(*)::int from v_findings_finding f
        where f.repository_id = c.repository_id and f.state in ('open', 'reopened')
          and (c.folder = '' or f.path like ${likeBelow})) as "openFindings"
    from v_ownership_coverage c
    join v_organisation_repository r on r.id = c.repository_id
    left join v_organisation_team t on t.key = c.team
    where ${sql.join(conditionsOf(query, now), sql` and `)}
    order by r.key, c.folder limit ${query.limit + 1}`.execute(db);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { items, next: more ? JSON.stringify([last.repository, last.folder]) : null };
}

/** Wildcards in the names of folders stand for themselves. */
const likeBelow = sql`replace(replace(replace(c.folder, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '/%'`;

function conditionsOf({ state, unit, team, text, cursor }: Query, now: Date): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`not r.archived`];
  if (state !== undefined) conditions.push(stateIs(state, now));
  if (unit !== undefined) conditions.push(unit === '-' ? sql`r.unit_key is null` : sql`r.unit_key = ${unit}`);
  if (team !== undefined) conditions.push(sql`c.team = ${team}`);
  if (text !== undefined)
    conditions.push(
      sql`strpos(lower(r.key || '/' || c.folder || ' ' || coalesce(c.name, '')), lower(${text})) > 0`,
    );
  if (cursor !== undefined) conditions.push(sql`(r.key, c.folder) > (${sql.join(afterCursor(cursor))})`);
  return conditions;
}

function stateIs(state: NonNullable<Query['state']>, now: Date): RawBuilder<unknown> {
  switch (state) {
    case 'unowned':
      return sql`c.unowned`;
    case 'owned':
      return sql`not c.unowned`;
    case 'stale':
      return staleAt(now);
    case 'invalid':
      return sql`c.errors > 0`;
    case 'undescribed':
      return sql`c.descriptor is null`;
  }
}

function afterCursor(cursor: string): string[] {
  try {
    const told: unknown = JSON.parse(cursor);
    if (Array.isArray(told) && told.length === 2 && told.every((part) => typeof part === 'string'))
      return told;
  } catch {
    // not one of ours
  }
  throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
}
