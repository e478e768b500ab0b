import { type Kysely, sql } from 'kysely';
import { PRIORITIES, type Priority } from '../../kernel/decision.ts';
import type { DB } from '../schema.gen.ts';

/** What came in and what it became: the demo's totals (docs/commands). */
export interface Summary {
  repositories: number;
  reports: number;
  observations: number;
  findings: number;
  correlated: number;
  fixes: number;
  owned: number;
  unowned: number;
  tickets: {
    owner: string;
    queue: string;
    title: string;
    findings: number;
    priority: Priority;
    dueAt: string | null;
  }[];
}

export async function summarise(db: Kysely<DB>): Promise<Summary> {
  const { rows } = await sql<Omit<Summary, 'tickets'>>`
    select (select count(*)::int from v_organisation_repository) as repositories,
      (select count(*)::int from v_intake_scan where bytes > 0) as reports,
      (select coalesce(sum(observations), 0)::int from v_intake_scan) as observations,
      count(*)::int as findings,
      count(*) filter (where lead_id is not null)::int as correlated,
      (select count(*)::int from v_findings_fix) as fixes,
      count(*) filter (where not unowned)::int as owned,
      count(*) filter (where unowned)::int as unowned
    from v_findings_finding`.execute(db);
  const tickets = await sql<
    Omit<Summary['tickets'][number], 'priority' | 'dueAt'> & { priority: number; due_at: Date | null }
  >`
    select t.key as owner, k.queue, k.title, k.findings, k.priority, k.due_at
    from v_tickets_ticket k join v_organisation_team t on t.id = k.team_id
    where k.state <> 'closed' order by coalesce(k.due_at, 'infinity'), k.priority, k.queue, k.number`.execute(
    db,
  );
  return {
    ...rows[0]!,
    tickets: tickets.rows.map(({ owner, queue, title, findings, priority, due_at }) => ({
      owner,
      queue,
      title,
      findings,
      priority: PRIORITIES[priority] ?? 'P4',
      dueAt: due_at?.toISOString() ?? null,
    })),
  };
}
