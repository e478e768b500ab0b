import { type Kysely, sql } from 'kysely';
import type { Unowned } from '../../contract/insight.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { untilFolded } from './rollup/until-folded.ts';

/** What has no owner, by target, with who takes care of it meanwhile and why nobody was found. */
export async function unownedTargets(db: Kysely<DB>): Promise<Unowned> {
  return untilFolded(db, 'unowned targets', () => loadUnowned(db));
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
    select g.kind, g.key, u.findings, u.tickets, u.worst, t.queue, r.because, u.finding,
      u.all_findings, u.all_targets from (
      select f.target_id, count(distinct f.id)::int as findings, count(distinct k.id)::int as tickets,
        min(f.priority)::int as worst, (array_agg(f.id order by f.priority, f.id))[1] as finding,
        (sum(count(distinct f.id)) over ())::int as all_findings, (count(*) over ())::int as all_targets
      from v_findings_unowned f left join v_tickets_ticket k on k.fix_id = f.fix_id and k.state <> 'closed'
      group by f.target_id
    ) u join v_findings_target g on g.id = u.target_id
    join v_findings_unowned f on f.id = u.finding
    join v_findings_reason r on r.id = f.owner_reason_id
    join v_organisation_team t on t.id = f.owner_team_id
    order by u.worst, u.findings desc, g.key limit ${SHOWN}`.execute(db);
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
