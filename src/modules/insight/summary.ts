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
  tickets: SummaryTicket[];
}

interface SummaryTicket {
  owner: string;
  queue: string;
  title: string;
  findings: number;
  priority: Priority;
  dueAt: string | null;
}

export async function summarise(db: Kysely<DB>): Promise<Summary> {
  const { rows } = await sql<Omit<Summary, 'tickets'>>`
    select (select count(*)::int from v_organisation_repository) as repositories,
      (select count(*)::int from v_intake_scan where bytes > 0) as reports,
      (select coalesce(sum(observations), 0)::int from v_intake_scan) as observations,
      count(*)::int as findings,
      count(*) filter (where lead_id is not null)::int as correlated,
      count(distinct fix_id)::int as fixes,
      count(*) filter (where not unowned)::int as owned,
      count(*) filter (where unowned)::int as unowned
    from v_findings_finding`.execute(db);
  const tickets = await openTickets(db);
  return { ...rows[0]!, tickets: tickets.map(({ because: _, ...ticket }) => ticket) };
}

/** Every open ticket, soonest due first, with the reasons of its most urgent finding. */
export async function openTickets(db: Kysely<DB>): Promise<(SummaryTicket & { because: string[] })[]> {
  const { rows } = await sql<SummaryTicket & { rank: number; due: Date | null; because: string[] }>`
    select t.key as owner, k.queue, k.title, k.findings, k.priority as rank, k.due_at as due, why.because
    from v_tickets_ticket k
    join v_organisation_team t on t.id = k.team_id
    cross join lateral (
      select r.because from v_findings_finding f join v_findings_reason r on r.id = f.decision_reason_id
      where f.fix_id = k.fix_id and f.state in ('open', 'reopened')
      order by f.priority, coalesce(f.due_at, 'infinity') limit 1
    ) why
    where k.state <> 'closed' order by coalesce(k.due_at, 'infinity'), k.priority, k.queue, k.number`.execute(
    db,
  );
  return rows.map(({ rank, due, owner, queue, title, findings, because }) => {
    const dueAt = due?.toISOString() ?? null;
    return { owner, queue, title, findings, priority: PRIORITIES[rank] ?? 'P4', dueAt, because };
  });
}

/** What each tool sent in and what came of it. */
export async function intakeByTool(
  db: Kysely<DB>,
): Promise<
  { tool: string; reports: number; results: number; opened: number; fixed: number; reopened: number }[]
> {
  const { rows } = await sql<Awaited<ReturnType<typeof intakeByTool>>[number]>`
    select coalesce(tool, 'not recognised') as tool, count(*)::int as reports,
      coalesce(sum(observations), 0)::int as results, coalesce(sum((delta->>'opened')::int), 0)::int as opened,
      coalesce(sum((delta->>'fixed')::int), 0)::int as fixed, coalesce(sum((delta->>'reopened')::int), 0)::int as reopened
    from v_intake_scan group by 1 order by 3 desc`.execute(db);
  return rows;
}
