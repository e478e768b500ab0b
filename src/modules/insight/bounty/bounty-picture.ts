import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { BountyPicture, bountyQuery } from '../../../contract/insights/bounty.ts';
import { formulasOf } from '../../../contract/insights/shared.ts';
import type { DB } from '../../schema.gen.ts';
import { findScope, type Scope } from '../asking/scope.ts';
import type { Table } from '../asking/send.ts';
import { plural } from '../asking/shares.ts';

const QUARTERS = 8;
const SERVICES_SHOWN = 50;

/** First days of the last quarters, the running one last. */
function lastQuarters(now: Date): string[] {
  const month = now.getUTCMonth() - (now.getUTCMonth() % 3);
  return Array.from({ length: QUARTERS }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), month - 3 * (QUARTERS - 1 - index), 1))
      .toISOString()
      .slice(0, 10),
  );
}

/** Reports of bug bounty and penetration tests per service and quarter. */
export async function bountyPicture(
  db: Kysely<DB>,
  query: z.output<typeof bountyQuery>,
  now: Date,
): Promise<BountyPicture> {
  const quarters = lastQuarters(now);
  const groups = await groupsOf(db, await findScope(db, query), quarters[0]!);
  const countsOf = (those: readonly Group[]) =>
    quarters.map((quarter) => {
      const count = (phase: Group['phase']) =>
        those.reduce((all, one) => (one.quarter === quarter && one.phase === phase ? all + one.n : all), 0);
      return { bounty: count('bug-bounty'), test: count('penetration-test') };
    });
  const told = groups.filter((group): group is Group & { target: string } => group.target !== null);
  const services = [...Map.groupBy(told, ({ target, service }) => `${target}\n${service ?? ''}`).values()]
    .map((those) => ({
      service: those[0]!.service,
      target: those[0]!.target,
      team: those.toSorted((a, b) => b.n - a.n)[0]!.team,
      open: those.reduce((all, { open }) => all + open, 0),
      reports: those.reduce((all, { n }) => all + n, 0),
      quarters: countsOf(those),
    }))
    .sort((a, b) => b.reports - a.reports || a.target.localeCompare(b.target));
  const total = countsOf(groups.filter(({ target }) => target === null));
  return {
    sentence: sentenceOf(total),
    quarters,
    total,
    services: services.slice(0, SERVICES_SHOWN),
    formulas: formulasOf('bountyReports'),
  };
}

interface Group {
  target: string | null;
  service: string | null;
  team: string | null;
  phase: 'bug-bounty' | 'penetration-test';
  quarter: string;
  n: number;
  open: number;
}

/**
 * A weakness that two of them told of counts once: the one that leads. The service is the deepest that holds the path; it is
 * looked up for the targets that are shown. Rows without a target are the sums of all.
 */
async function groupsOf(db: Kysely<DB>, scope: Scope, since: string): Promise<Group[]> {
  const { rows } = await sql<Group>`
    with reported as materialized (
      select f.target_key as target, f.repository_id, f.path, f.owner_team_id, f.phase,
        to_char(date_trunc('quarter', f.opened_at at time zone 'UTC'), 'YYYY-MM-DD') as quarter,
        f.state in ('open', 'reopened') as open
      from v_findings_finding f
      where f.phase in ('penetration-test', 'bug-bounty', 'incident') and f.phase <> 'incident'
        and f.opened_at >= ${`${since}T00:00:00Z`}::timestamptz and f.lead_id is null
        and (${scope.kind} = 'company' or f.owner_team_id in
          (select team_id from insight_scope where scope_id = ${scope.id}::uuid))
    ), shown as (
      select target from reported group by target order by count(*) desc, target limit ${sql.lit(SERVICES_SHOWN)}
    )
    select f.target, s.name as service, t.name as team, f.phase, f.quarter, count(*)::int as n,
      (count(*) filter (where f.open))::int as open
    from reported f join shown using (target) left join v_organisation_team t on t.id = f.owner_team_id
    left join lateral (
      select name from v_organisation_service s
      where s.repository_id = f.repository_id
        and (s.path = '' or f.path = s.path or starts_with(coalesce(f.path, ''), s.path || '/'))
      order by length(s.path) desc limit 1
    ) s on true
    group by 1, 2, 3, 4, 5
    union all
    select null, null, null, phase, quarter, count(*)::int, 0 from reported group by phase, quarter`.execute(
    db,
  );
  return rows;
}

function sentenceOf(total: BountyPicture['total']): string {
  const [before, now] = total.slice(-2).map(({ bounty, test }) => bounty + test) as [number, number];
  if (total.every(({ bounty, test }) => bounty + test === 0))
    return 'Nobody has reported anything from a bug bounty or a penetration test in two years.';
  return `${plural(now, 'report')} this quarter, ${before.toLocaleString('en')} in the one before.`;
}

export const bountyTable = ({ quarters, services }: BountyPicture): Table => ({
  header: [
    ...['service', 'target', 'team', 'open', 'reports'],
    ...quarters.flatMap((quarter) => [`bounty_${quarter}`, `test_${quarter}`]),
  ],
  rows: services.map(({ service, target, team, open, reports, quarters: told }) => [
    ...[service, target, team, open, reports],
    ...told.flatMap(({ bounty, test }) => [bounty, test]),
  ]),
});
