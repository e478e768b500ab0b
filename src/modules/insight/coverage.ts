import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type {
  CoveredServicePage,
  coveredServicesQuery,
  OwnershipCoverage,
  UnitCoverage,
} from '../../contract/coverage.ts';
import { AppError } from '../../kernel/errors.ts';
import { pageOf } from '../../platform/database/page-of.ts';
import type { DB } from '../schema.gen.ts';
import { dayOf } from './asking/calendar.ts';
import { untilFolded } from './rollup/until-folded.ts';

/** A descriptor that nobody went through for longer says what once was. */
const staleAt = (now: Date) => sql`(c.reviewed < ${now}::timestamptz - interval '365 days')`;

type Numbers = Omit<UnitCoverage, 'unit'>;

/** How well everything is owned, as a whole and by business unit. */
export async function ownershipCoverage(db: Kysely<DB>, now: Date): Promise<OwnershipCoverage> {
  const counted = await untilFolded(
    db,
    `ownership on ${dayOf(now)}`,
    () => countCoverage(db, now),
    'more than cells',
  );
  return { ...counted, waiting: await waiting(db) };
}

async function countCoverage(db: Kysely<DB>, now: Date): Promise<Omit<OwnershipCoverage, 'waiting'>> {
  const { rows } = await sql<FlatNumbers & { key: string | null; name: string | null; whole: boolean }>`
    with open as (
      select repository_id, count(*)::int as findings from v_findings_unowned group by repository_id
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

/**
 * Repositories and services with their owners, by name. Which of them are on the page is found first, by their names
 * alone; open findings of a repository are read once for all of its folders.
 */
export async function coveredServices(db: Kysely<DB>, query: Query, now: Date): Promise<CoveredServicePage> {
  const { rows } = await sql<CoveredServicePage['items'][number]>`
    with page as materialized (
      ${sql.join(
        waysTo(query).map((way) => found(query, way, now)),
        sql` union `,
      )}
      order by key, folder ${pageOf(query.limit + 1)}
    ), open as materialized (
      select f.repository_id, f.path from v_findings_row f
      where f.repository_id in (select repository_id from page) and f.state in ('open', 'reopened')
    ), counted as (
      select p.repository_id, p.folder, count(*)::int as n
      from page p join open f on f.repository_id = p.repository_id
      where p.folder = '' or f.path like ${likeBelow} group by 1, 2
    )
    select p.key as repository, c.folder, c.name, c.source, c.unowned, c.descriptor,
      c.reviewed::text, coalesce(${staleAt(now)}, false) as stale, c.errors,
      json_build_object('key', c.team, 'name', coalesce(t.name, c.team)) as team,
      coalesce(n.n, 0) as "openFindings"
    from page p join v_ownership_coverage c on c.repository_id = p.repository_id and c.folder = p.folder
    left join counted n on n.repository_id = p.repository_id and n.folder = p.folder
    left join v_organisation_team t on t.key = c.team
    order by p.key, c.folder`.execute(db);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { items, next: more ? JSON.stringify([last.repository, last.folder]) : null };
}

const found = (query: Query, way: RawBuilder<unknown>, now: Date) => sql`
  select r.key, c.repository_id, c.folder
  from v_organisation_repository r join v_ownership_coverage c on c.repository_id = r.id
  where ${way} and ${sql.join(conditionsOf(query, now), sql` and `)}`;

/** Wildcards in the names of folders stand for themselves. */
const likeBelow = sql`replace(replace(replace(p.folder, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '/%'`;

function conditionsOf({ state, unit, team, cursor }: Query, now: Date): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [sql`not r.archived`];
  if (state !== undefined) conditions.push(stateIs(state, now));
  if (unit !== undefined) conditions.push(unit === '-' ? sql`r.unit_key is null` : sql`r.unit_key = ${unit}`);
  if (team !== undefined) conditions.push(sql`c.team = ${team}`);
  if (cursor !== undefined) conditions.push(sql`(r.key, c.folder) > (${sql.join(afterCursor(cursor))})`);
  return conditions;
}

/**
 * Has the text in its name: in the repository's, in the folder or what is there, or across the slash between them. Each by
 * an index of its own.
 */
function waysTo({ text: asked }: Query): RawBuilder<unknown>[] {
  if (asked === undefined) return [sql`true`];
  const text = asked.toLowerCase();
  const inRepository = sql`lower(r.key)`;
  const inFolder = sql`lower(c.folder || ' ' || coalesce(c.name, ''))`;
  const slashes = [...text].flatMap((sign, at) => (sign === '/' ? [at] : [])).slice(0, 8);
  return [
    sql`${inRepository} like ${`%${escaped(text)}%`}`,
    sql`${inFolder} like ${`%${escaped(text)}%`}`,
    ...slashes.map(
      (at) => sql`${inRepository} like ${`%${escaped(text.slice(0, at))}`}
        and ${inFolder} like ${`${escaped(text.slice(at + 1))}%`}`,
    ),
  ];
}

/** Wildcards stand for themselves. */
const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

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
