import { type Kysely, sql } from 'kysely';
import type { FindingFilter } from '../../../contract/finding-filter.ts';
import { AGE_BANDS, type FacetName, type FindingSummary } from '../../../contract/finding-summary.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { KINDS } from '../../../kernel/observation.ts';
import { PHASES } from '../../../kernel/phase.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { together } from '../../../platform/together.ts';
import { tallyFindings } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { cellsKnow, countByCells } from './cell-counts.ts';
import { filterSentence } from './filter-sentence.ts';

/** Counts by value, for each facet that was counted. */
type Counts = Map<string, Map<string, number>>;

interface Registry {
  teams: { id: string; key: string; name: string }[];
  units: { id: string; key: string; name: string }[];
}

/**
 * What a filter holds, in numbers: from the cells where they keep it apart, else counted over the first of its rows.
 */
export async function summariseFindings(
  db: Kysely<DB>,
  filter: FindingFilter,
  now: Date,
): Promise<FindingSummary> {
  const [registry, counted] = await Promise.all([loadRegistry(db), countFor(db, filter, now)]);
  const { count, more, by } = counted;
  return {
    sentence: filterSentence(filter, { count, more }, namesOf(filter, registry)),
    count,
    more,
    facets: facetsOf(by, registry),
    ages: agesOf(by.get('week') ?? new Map(), now),
  };
}

async function countFor(
  db: Kysely<DB>,
  filter: FindingFilter,
  now: Date,
): Promise<{ count: number; more: boolean; by: Counts }> {
  if (!cellsKnow(filter)) {
    const tally = await tallyFindings(db, filter, now);
    return { ...tally, by: new Map<string, Map<string, number>>(tally.by).set('unit', new Map()) };
  }
  const { count, by } = await countByCells(db, filter);
  const scopes = by.get('scope')!;
  const state = new Map([['open', count]]);
  return {
    count,
    more: false,
    by: new Map<string, Map<string, number>>(by).set('team', scopes).set('unit', scopes).set('state', state),
  };
}

/** The same for everybody who looks at any filter. */
const loadRegistry = (db: Kysely<DB>): Promise<Registry> =>
  together(db, 'names of teams and units', async () => {
    const { rows } = await sql<Registry>`
      select (select json_agg(json_build_object('id', id, 'key', key, 'name', name) order by name)
          from v_organisation_team) as teams,
        (select json_agg(json_build_object('id', id, 'key', key, 'name', name) order by name)
          from v_organisation_unit) as units`.execute(db);
    return { teams: rows[0]?.teams ?? [], units: rows[0]?.units ?? [] };
  });

const namesOf = ({ team, unit }: FindingFilter, { teams, units }: Registry) => ({
  teams: (team ?? []).map((key) => teams.find((one) => one.key === key)?.name ?? key),
  unit: unit === undefined ? null : (units.find(({ key }) => key === unit)?.name ?? null),
});

function facetsOf(by: Counts, { teams, units }: Registry): FindingSummary['facets'] {
  /** Values that are always offered; those that were not met count as none where the facet was counted at all. */
  const known = (
    name: FacetName,
    values: readonly string[],
    stored: (value: string, rank: number) => string,
  ) => {
    const counts = by.get(name);
    return values.map((value, rank) => ({
      value,
      name: value.replaceAll('-', ' '),
      n: counts ? (counts.get(stored(value, rank)) ?? 0) : null,
    }));
  };
  const asIs = (value: string) => value;
  const asRank = (_: string, rank: number) => String(rank);
  const met = (name: FacetName, named: readonly { id: string; key: string; name: string }[]) =>
    mostFirst(
      named.flatMap(({ id, key, name: text }) => {
        const n = by.get(name)?.get(id);
        return n ? [{ value: key, name: text, n }] : [];
      }),
    );
  return {
    priority: known('priority', PRIORITIES, asRank),
    severity: known('severity', SEVERITIES, asRank),
    kind: known('kind', KINDS, asIs),
    phase: known('phase', PHASES, asIs),
    tool: mostFirst([...(by.get('tool') ?? [])].map(([value, n]) => ({ value, name: value, n }))),
    team: met('team', teams),
    unit: met('unit', units),
    state: stateFacet(by.get('state')),
    exploited: [
      {
        value: 'true',
        name: 'known to be exploited',
        n: by.get('exploited')?.get('true') ?? (by.has('exploited') ? 0 : null),
      },
    ],
  };
}

/** The state is asked for always: only what is asked for is counted. */
const stateFacet = (counts: Map<string, number> | undefined) =>
  ['open', 'fixed', 'excepted'].map((value) => ({ value, name: value, n: counts?.get(value) ?? null }));

const mostFirst = (values: { value: string; name: string; n: number }[]) =>
  values.toSorted((a, b) => b.n - a.n || a.name.localeCompare(b.name));

const DAY_MS = 86_400_000;

/** Weeks of opening, by age: a week belongs to the band in which its Monday lies. */
function agesOf(weeks: Map<string, number>, now: Date): FindingSummary['ages'] {
  const today = Math.floor(now.getTime() / DAY_MS);
  // Bands end on Mondays, as the weeks that they hold do.
  const monday = today - ((today + 3) % 7);
  const bands = AGE_BANDS.map((from, index) => {
    const until = AGE_BANDS[index + 1];
    const first = until === undefined ? Number.NEGATIVE_INFINITY : monday - until + 7;
    return { from, first, n: 0 };
  });
  for (const [week, n] of weeks) {
    const day = Date.parse(week) / DAY_MS;
    const band = bands.find(({ first }) => day >= first) ?? bands.at(-1)!;
    band.n += n;
  }
  return bands.map(({ from, first, n }) => ({
    from,
    since: new Date(Math.max(first, 0) * DAY_MS).toISOString().slice(0, 10),
    n,
  }));
}
