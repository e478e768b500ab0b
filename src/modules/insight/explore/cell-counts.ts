import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FindingFilter } from '../../../contract/finding-filter.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { severityRank } from '../../../kernel/severity.ts';
import type { DB } from '../../schema.gen.ts';
import { openCounts } from '../asking/counts.ts';
import { COMPANY, MEASURES } from '../rollup/measures.ts';

/** Columns that cells know of open findings. */
const CELL_FACETS = ['priority', 'severity', 'kind', 'tool'] as const;
type CellFacet = (typeof CELL_FACETS)[number];

/** What cells know of a filter: the count of what is open, exactly, with these facets. */
export interface CellCounts {
  count: number;
  by: Map<CellFacet | 'scope' | 'week', Map<string, number>>;
}

const KNOWN: ReadonlySet<string> = new Set([...CELL_FACETS, 'team', 'unit', 'state']);

/** Whether cells alone can answer: open ones, by nothing but what cells keep apart. Pure. */
export const cellsKnow = (filter: FindingFilter): boolean =>
  filter.state === 'open' &&
  !(filter.team && filter.unit !== undefined) &&
  Object.entries(filter).every(([name, value]) => value === undefined || KNOWN.has(name));

/** What a cell has to be, but for the facet itself: its other values are counted too. */
function holding(filter: FindingFilter, but: CellFacet | null): RawBuilder<boolean> {
  const found: RawBuilder<unknown>[] = [];
  const only = (name: CellFacet, condition: RawBuilder<unknown>) => {
    if (filter[name] && name !== but) found.push(condition);
  };
  only(
    'priority',
    sql`priority = any(${(filter.priority ?? []).map((one) => PRIORITIES.indexOf(one))}::smallint[])`,
  );
  only('severity', sql`severity = any(${(filter.severity ?? []).map(severityRank)}::smallint[])`);
  only('kind', sql`kind = any(${filter.kind ?? []}::text[])`);
  only('tool', sql`tool = any(${filter.tool ?? []}::text[])`);
  return found.length > 0 ? sql<boolean>`${sql.join(found, sql` and `)}` : sql<boolean>`true`;
}

/** Counts what is open by cells. */
export async function countByCells(db: Kysely<DB>, filter: FindingFilter): Promise<CellCounts> {
  const [scopes, counts] = await Promise.all([scopesOf(db, filter), openCounts(db)]);
  /** Each part is asked once until the counts change, whoever else looks at the same. */
  const part = async (name: string, of: readonly string[], read: () => Promise<Counted[]>) => {
    const { priority, severity, kind, tool } = filter;
    const question = JSON.stringify(['findings', name, of, priority, severity, kind, tool]);
    return new Map((await counts.keep(question, read)).map(({ value, n }) => [value, n]));
  };
  const [byScope, weeks, ...counted] = await Promise.all([
    part('scope', [], () => scopeCounts(db, filter)),
    part('week', scopes, () => weekCounts(db, filter, scopes)),
    ...CELL_FACETS.map((name) => part(name, scopes, () => facetOf(db, filter, name, scopes))),
  ]);
  const by: CellCounts['by'] = new Map();
  CELL_FACETS.forEach((name, index) => {
    by.set(name, counted[index]!);
  });
  by.set('scope', byScope).set('week', weeks);
  return { count: [...weeks.values()].reduce((sum, n) => sum + n, 0), by };
}

async function scopesOf(db: Kysely<DB>, { team, unit }: FindingFilter): Promise<string[]> {
  if (!team && unit === undefined) return [COMPANY];
  const { rows } = await (team
    ? sql<{ id: string }>`select id from v_organisation_team where key = any(${team}::text[])`
    : sql<{ id: string }>`select id from v_organisation_unit where key = ${unit}`
  ).execute(db);
  return rows.map(({ id }) => id);
}

type Counted = { value: string; n: number };

const facetOf = async (db: Kysely<DB>, filter: FindingFilter, name: CellFacet, scopes: readonly string[]) =>
  (
    await sql<Counted>`
      select ${sql.ref(name)}::text as value, sum(n)::int as n from insight_cell
      where scope_id = any(${scopes}::uuid[]) and measure = ${MEASURES.standing}::smallint and ${holding(filter, name)}
      group by 1 having sum(n) <> 0`.execute(db)
  ).rows;

const weekCounts = async (db: Kysely<DB>, filter: FindingFilter, scopes: readonly string[]) =>
  (
    await sql<Counted>`
      select to_char(at, 'YYYY-MM-DD') as value, sum(n)::int as n from insight_cell
      where scope_id = any(${scopes}::uuid[]) and measure = ${MEASURES.open}::smallint and ${holding(filter, null)}
      group by at having sum(n) <> 0`.execute(db)
  ).rows;

/** Of every team and unit, whichever is asked for: the others are what one may change to. */
const scopeCounts = async (db: Kysely<DB>, filter: FindingFilter) =>
  (
    await sql<Counted>`
      select scope_id::text as value, sum(n)::int as n from insight_cell
      where measure = ${MEASURES.standing}::smallint and ${holding(filter, null)}
        and scope_id in (select id from v_organisation_team union all select id from v_organisation_unit)
      group by 1 having sum(n) <> 0`.execute(db)
  ).rows;
