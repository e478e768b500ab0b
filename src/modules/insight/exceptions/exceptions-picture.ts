import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import { EXCEPTION_KINDS, type ExceptionKind } from '../../../contract/exceptions.ts';
import {
  EXCEPTION_AGES,
  type ExceptionsPicture,
  type exceptionsPictureQuery,
} from '../../../contract/insights/exceptions.ts';
import { formulasOf } from '../../../contract/insights/shared.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { findScope, type Scope } from '../asking/scope.ts';
import type { Table } from '../asking/send.ts';
import { plural } from '../asking/shares.ts';

const SOON_DAYS = 30;
const ENDING_SHOWN = 20;
const YEAR = EXCEPTION_AGES.length - 1;

/** What holds today, since when, of which kind, whose, and what ends soon. */
export async function exceptionsPicture(
  db: Kysely<DB>,
  query: z.output<typeof exceptionsPictureQuery>,
  now: Date,
): Promise<ExceptionsPicture> {
  const scope = await findScope(db, query);
  const [groups, ending] = await Promise.all([groupsOf(db, scope, now), endingSoon(db, scope, now)]);
  const granted = groups.filter(({ state }) => state === 'granted');
  const ages = EXCEPTION_AGES.map((from, age) => {
    const ofAge = granted.filter((group) => group.age === age);
    return { from, count: sum(ofAge), byKind: kindsOf(ofAge) };
  });
  const endingCount = granted.reduce((all, { ending: n }) => all + n, 0);
  return {
    sentence: sentenceOf(sum(granted), endingCount, ages[YEAR]!.count),
    granted: sum(granted),
    waiting: sum(groups.filter(({ state }) => state === 'asked')),
    ages,
    byKind: kindsOf(granted),
    units: unitsOf(granted),
    ending,
    endingCount,
    formulas: formulasOf('exceptionAge'),
  };
}

interface Group {
  state: 'asked' | 'granted';
  kind: ExceptionKind;
  age: number;
  unit: string | null;
  name: string | null;
  n: number;
  ending: number;
}

const within = (scope: Scope) => sql`(${scope.kind} = 'company' or e.team_id in
  (select team_id from insight_scope where scope_id = ${scope.id}::uuid))`;

async function groupsOf(db: Kysely<DB>, scope: Scope, now: Date): Promise<Group[]> {
  const bounds = EXCEPTION_AGES.slice(1).map((days) => new Date(now.getTime() - days * 86_400_000));
  const { rows } = await sql<Group>`
    select e.state, e.kind, t.unit_key as unit, t.unit_name as name, count(*)::int as n,
      (count(*) filter (where e.expires_at <= ${now}::timestamptz + make_interval(days => ${SOON_DAYS})))::int as ending,
      ${sql.join(
        bounds.map((bound) => sql`(coalesce(e.decided_at, e.asked_at) <= ${bound})::int`),
        sql` + `,
      )} as age
    from v_findings_exception e left join v_organisation_team t on t.id = e.team_id
    where e.state in ('asked', 'granted') and ${within(scope)}
    group by e.state, e.kind, t.unit_key, t.unit_name, age`.execute(db);
  return rows;
}

async function endingSoon(db: Kysely<DB>, scope: Scope, now: Date): Promise<ExceptionsPicture['ending']> {
  const { rows } = await sql<{
    id: string;
    kind: ExceptionKind;
    priority: number;
    team: string | null;
    reason: string;
    at: Date;
  }>`
    select e.id, e.kind, e.priority, t.name as team, e.reason, e.expires_at as at
    from v_findings_exception e left join v_organisation_team t on t.id = e.team_id
    where e.state = 'granted' and e.expires_at <= ${now}::timestamptz + make_interval(days => ${SOON_DAYS})
      and ${within(scope)}
    order by e.expires_at, e.id limit ${sql.lit(ENDING_SHOWN)}`.execute(db);
  return rows.map(({ id, at, priority, ...row }) => ({
    ...row,
    id: toPublicId('exception', id),
    priority: PRIORITIES[priority]!,
    expiresAt: at.toISOString(),
  }));
}

const sum = (groups: readonly Group[]): number => groups.reduce((all, { n }) => all + n, 0);

const kindsOf = (groups: readonly Group[]): Record<ExceptionKind, number> =>
  Object.fromEntries(
    EXCEPTION_KINDS.map((kind) => [kind, sum(groups.filter((group) => group.kind === kind))]),
  ) as Record<ExceptionKind, number>;

function unitsOf(groups: readonly Group[]): ExceptionsPicture['units'] {
  return [...Map.groupBy(groups, ({ unit }) => unit)]
    .map(([unit, those]) => ({ unit, name: those[0]!.name, count: sum(those) }))
    .sort((a, b) => b.count - a.count || (a.name ?? '').localeCompare(b.name ?? ''));
}

function sentenceOf(granted: number, ending: number, old: number): string {
  if (granted === 0) return 'No exception holds today.';
  const parts = [
    ...(ending > 0
      ? [`${ending.toLocaleString('en')} within 30 days of ${ending === 1 ? 'its' : 'their'} end`]
      : []),
    ...(old > 0 ? [`${old.toLocaleString('en')} older than a year`] : []),
  ];
  return `${plural(granted, 'exception')} ${granted === 1 ? 'holds' : 'hold'} today${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

export const exceptionsTable = ({ ages }: ExceptionsPicture): Table => ({
  header: ['from_days', ...EXCEPTION_KINDS, 'in_all'],
  rows: ages.map(({ from, byKind, count }) => [
    from,
    ...EXCEPTION_KINDS.map((kind) => byKind[kind] ?? 0),
    count,
  ]),
});
