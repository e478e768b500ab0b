import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { CheckedRepository, ChecksPage, checksQuery } from '../../../contract/checks.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { DB } from '../../schema.gen.ts';
import { toolKinds } from './fold-checks.ts';
import { bitOf, kindsIn } from './kinds.ts';

export interface ChecksFilter {
  unit?: string | undefined;
  team?: string | undefined;
  text?: string | undefined;
}

/** Repositories (r) and the kinds looked for (k). */
export const CHECKED_REPOSITORIES = sql`v_organisation_repository r
  left join insight_checked k on k.repository_id = r.id`;

/** A unit and all below it. */
const unitsWithin = (unit: string) => sql`array(
  with recursive below as (
    select id, key from v_organisation_unit where key = ${unit}
    union select u.id, u.key from v_organisation_unit u join below b on u.parent_id = b.id
  ) select key from below)`;

export function filterOf({ unit, team, text }: ChecksFilter): RawBuilder<unknown> {
  const found: RawBuilder<unknown>[] = [sql`not r.archived`];
  if (unit !== undefined)
    found.push(unit === '-' ? sql`r.unit_key is null` : sql`r.unit_key = any(${unitsWithin(unit)})`);
  if (team !== undefined)
    found.push(
      sql`r.id in (select c.repository_id from v_ownership_coverage c where c.folder = '' and c.team = ${team})`,
    );
  // Gathered by the index over words first: nobody can guess how many names have a text in them.
  if (text !== undefined)
    found.push(sql`r.id = any(array(
      select named.id from v_organisation_repository named
      where lower(named.key) like lower(${`%${text.replace(/[\\%_]/g, '\\$&')}%`})))`);
  return sql.join(found, sql` and `);
}

interface Row {
  repository: string;
  unit: string | null;
  team: CheckedRepository['team'];
  /** Each tool with the milliseconds of its last look, newest first. */
  looks: [tool: string, scannedAtMs: number][];
}

/**
 * Repositories with what looks at each of them, by name. Names and looks are fetched for the page alone; the kinds are
 * fenced, since nobody can guess how many miss one, and a wrong guess fetches all of them.
 */
export async function listChecks(db: Kysely<DB>, query: z.output<typeof checksQuery>): Promise<ChecksPage> {
  const { missing, cursor, limit } = query;
  const found = [filterOf(query)];
  if (missing !== undefined) found.push(sql`coalesce(m.kinds, 0) & ${bitOf(missing)}::int = 0`);
  if (cursor !== undefined) found.push(sql`r.key > ${afterCursor(cursor)}`);
  const page = sql<Row>`
    with page as (
      select r.id, r.key, r.unit_name from v_organisation_repository r
      ${missing === undefined ? sql`` : sql`left join lateral (select k.kinds from insight_checked k where k.repository_id = r.id offset 0) m on true`}
      where ${sql.join(found, sql` and `)}
      order by r.key limit ${limit + 1}
    )
    select p.key as repository, p.unit_name as unit,
      case when c.team is not null then json_build_object('key', c.team, 'name', coalesce(t.name, c.team)) end as team,
      coalesce((select json_agg(json_build_array(s.tool, trunc(extract(epoch from s.scanned_at) * 1000))
        order by s.scanned_at desc, s.tool) from insight_check s where s.repository_id = p.id), '[]') as looks
    from page p left join v_ownership_coverage c on c.repository_id = p.id and c.folder = ''
      left join v_organisation_team t on t.key = c.team order by p.key`;
  const [kinds, { rows }] = await Promise.all([toolKinds(db), page.execute(db)]);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ looks, ...row }) => ({ ...row, checks: newestPerKind(looks, kinds) })),
    next: rows.length > limit && last ? JSON.stringify(last.repository) : null,
  };
}

type Check = CheckedRepository['checks'][number];

function newestPerKind(looks: Row['looks'], kinds: ReadonlyMap<string, number>): Check[] {
  const checks: Check[] = [];
  for (const [tool, scannedAtMs] of looks)
    for (const kind of kindsIn(kinds.get(tool) ?? 0))
      if (!checks.some((check) => check.kind === kind))
        checks.push({ kind, tool, scannedAt: new Date(scannedAtMs).toISOString() });
  return checks;
}

function afterCursor(cursor: string): string {
  try {
    const told: unknown = JSON.parse(cursor);
    if (typeof told === 'string') return told;
  } catch {
    // not one of ours
  }
  throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
}
