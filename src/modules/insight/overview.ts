import { type Kysely, sql } from 'kysely';
import type { Overview } from '../../contract/insight.ts';
import type { TicketRow } from '../../contract/tickets.ts';
import type { DB } from '../schema.gen.ts';
import { listTickets } from '../tickets/public.ts';
import { NO_TICKETS, sumPriorities, ticketsByTeam, toolIntroductions, weeklyTrend } from './numbers.ts';

/** Tickets shown as "what to do next". */
const NEXT = 5;

/** What everybody sees first: how much is open, whose, by when, and what to do next. */
export async function overview(db: Kysely<DB>, now: Date): Promise<Overview> {
  const [byTeam, totals, teams, weeks, introductions, next] = await Promise.all([
    ticketsByTeam(db, now),
    loadTotals(db),
    db.selectFrom('v_organisation_team').select(['key', 'name', 'unit_name']).orderBy('name').execute(),
    weeklyTrend(db, now, null),
    toolIntroductions(db),
    nextTickets(db, now),
  ]);
  const all = [...byTeam.values()];
  const sum = (field: 'open' | 'overdue' | 'dueThisWeek') =>
    all.reduce((total, team) => total + team[field], 0);
  return {
    totals: { ...totals, openTickets: sum('open'), overdue: sum('overdue'), dueThisWeek: sum('dueThisWeek') },
    openByPriority: sumPriorities(all),
    teams: teams
      .map(({ key, name, unit_name }) => ({ key, name, unit: unit_name, ...(byTeam.get(key) ?? NO_TICKETS) }))
      .sort(
        (a, b) =>
          b.overdue - a.overdue ||
          b.dueThisWeek - a.dueThisWeek ||
          b.open - a.open ||
          a.name.localeCompare(b.name),
      ),
    weeks,
    toolIntroductions: introductions,
    next,
  };
}

/** P0 means now: it stands before what is merely late. The rest by date. */
async function nextTickets(db: Kysely<DB>, now: Date): Promise<TicketRow[]> {
  const open = { state: 'open', limit: NEXT } as const;
  const [urgent, soonest] = await Promise.all([
    listTickets(db, { ...open, priority: 'P0' }, now),
    listTickets(db, open, now),
  ]);
  return [...urgent.items, ...soonest.items.filter(({ priority }) => priority !== 'P0')].slice(0, NEXT);
}

async function loadTotals(db: Kysely<DB>) {
  const { rows } = await sql<{
    repositories: number;
    teams: number;
    scans: number;
    openFindings: number;
    unownedFindings: number;
    failedScans: number;
  }>`
    select (select count(*)::int from v_organisation_repository where not archived) as repositories,
      (select count(*)::int from v_organisation_team where retired_at is null) as teams,
      (select count(*)::int from v_intake_scan) as scans,
      (select count(*)::int from v_intake_scan where state = 'failed') as "failedScans",
      count(*)::int as "openFindings",
      (count(*) filter (where unowned))::int as "unownedFindings"
    from v_findings_finding where state in ('open', 'reopened')`.execute(db);
  return rows[0]!;
}
