import { type Kysely, sql } from 'kysely';
import type { Unowned } from '../../contract/insight.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';

/** What has no owner, by target, with who takes care of it meanwhile and why nobody was found. */
export async function unownedTargets(db: Kysely<DB>): Promise<Unowned> {
  const { rows } = await sql<{
    kind: string;
    key: string;
    findings: number;
    tickets: number;
    worst: number;
    queue: string;
    because: string[];
    finding: string;
  }>`
    select u.*, r.because from (
      select f.target_kind as kind, f.target_key as key, count(*)::int as findings, count(distinct k.id)::int as tickets,
      min(f.priority)::int as worst, min(t.queue) as queue,
      (array_agg(f.id order by f.priority, f.id))[1] as finding,
      (array_agg(f.owner_reason_id order by f.priority, f.id))[1] as reason_id
      from v_findings_finding f join v_organisation_team t on t.id = f.owner_team_id
      left join v_tickets_ticket k on k.fix_id = f.fix_id and k.state <> 'closed'
      where f.unowned and f.state in ('open', 'reopened')
      group by f.target_kind, f.target_key
    ) u join v_findings_reason r on r.id = u.reason_id
    order by worst, findings desc, key`.execute(db);
  const repositories = rows.map((row) => ({
    target: { kind: row.kind, key: row.key },
    finding: toPublicId('finding', row.finding),
    findings: row.findings,
    tickets: row.tickets,
    worst: PRIORITIES[row.worst] ?? ('P4' as const),
    queue: row.queue,
    because: row.because,
  }));
  return { findings: repositories.reduce((sum, { findings }) => sum + findings, 0), repositories };
}
