import { type Kysely, sql } from 'kysely';
import type { Unowned } from '../../contract/insight.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { untilFolded } from './rollup/until-folded.ts';

/** What has no owner, by target, with who takes care of it meanwhile and why nobody was found. */
export async function unownedTargets(db: Kysely<DB>): Promise<Unowned> {
  return untilFolded(db, 'unowned targets', () => loadUnowned(db), 'more than cells');
}

/** More than anybody reads; the counts tell of the rest. */
const SHOWN = 200;

async function loadUnowned(db: Kysely<DB>): Promise<Unowned> {
  const { rows } = await sql<{
    kind: string;
    key: string;
    findings: number;
    tickets: number;
    worst: number;
    queue: string;
    because: string[];
    finding: string;
    all_findings: number;
    all_targets: number;
  }>`
    with fixes as materialized (
      select target_id, fix_id, count(*)::int as findings, min(priority)::int as worst
      from v_findings_unowned group by target_id, fix_id
    ), targets as (
      select f.target_id, sum(f.findings)::int as findings, count(k.id)::int as tickets, min(f.worst) as worst,
        (sum(sum(f.findings)) over ())::int as all_findings, (count(*) over ())::int as all_targets
      from fixes f
      -- Ticket by ticket: those of all that has an owner are many more.
      left join lateral (
        select k.id from v_tickets_ticket k where k.fix_id = f.fix_id and k.state <> 'closed' offset 0
      ) k on true
      group by f.target_id
    )
    select g.kind, g.key, u.findings, u.tickets, u.worst, t.queue, r.because, f.id as finding,
      u.all_findings, u.all_targets from targets u join v_findings_target g on g.id = u.target_id
    join lateral (
      select f.id, f.owner_reason_id, f.owner_team_id from v_findings_unowned f
      where f.target_id = u.target_id order by f.priority, f.id limit 1
    ) f on true
    join v_findings_reason r on r.id = f.owner_reason_id
    join v_organisation_team t on t.id = f.owner_team_id
    order by u.worst, u.findings desc, g.key limit ${sql.lit(SHOWN)}`.execute(db);
  const repositories = rows.map((row) => ({
    target: { kind: row.kind, key: row.key },
    finding: toPublicId('finding', row.finding),
    findings: row.findings,
    tickets: row.tickets,
    worst: PRIORITIES[row.worst] ?? ('P4' as const),
    queue: row.queue,
    because: row.because,
  }));
  return { findings: rows[0]?.all_findings ?? 0, targets: rows[0]?.all_targets ?? 0, repositories };
}
