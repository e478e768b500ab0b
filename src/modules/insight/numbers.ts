import { type Kysely, sql } from 'kysely';
import { PRIORITIES, type Priority } from '../../kernel/decision.ts';
import type { DB } from '../schema.gen.ts';

/** Weeks shown in trends: about a quarter. */
const TREND_WEEKS = 13;

export interface TeamNumbers {
  openByPriority: Record<Priority, number>;
  open: number;
  overdue: number;
  dueThisWeek: number;
}

interface TeamRow {
  key: string;
  counts: number[];
  open: number;
  overdue: number;
  week: number;
}

/**
 * Open tickets by priority and the state of their dates, per team that has any. Numbers count tickets, not
 * findings: a ticket is what somebody has to do.
 */
export async function ticketsByTeam(db: Kysely<DB>, now: Date): Promise<Map<string, TeamNumbers>> {
  const { rows } = await sql<TeamRow>`
    select t.key, count(*)::int as open,
      array[count(*) filter (where k.priority = 0), count(*) filter (where k.priority = 1),
        count(*) filter (where k.priority = 2), count(*) filter (where k.priority = 3),
        count(*) filter (where k.priority = 4)]::int[] as counts,
      count(*) filter (where k.due_at < ${now})::int as overdue,
      count(*) filter (where k.due_at >= ${now} and k.due_at < ${now}::timestamptz + interval '7 days')::int as week
    from v_tickets_ticket k join v_organisation_team t on t.id = k.team_id
    where k.state <> 'closed'
    group by t.key`.execute(db);
  return new Map(
    rows.map((row) => [
      row.key,
      { openByPriority: byPriority(row.counts), open: row.open, overdue: row.overdue, dueThisWeek: row.week },
    ]),
  );
}

export const NO_TICKETS: TeamNumbers = {
  openByPriority: byPriority([]),
  open: 0,
  overdue: 0,
  dueThisWeek: 0,
};

function byPriority(counts: number[]): Record<Priority, number> {
  return Object.fromEntries(PRIORITIES.map((priority, index) => [priority, counts[index] ?? 0])) as Record<
    Priority,
    number
  >;
}

export const sumPriorities = (all: Iterable<TeamNumbers>): Record<Priority, number> => {
  const sum = byPriority([]);
  for (const { openByPriority } of all)
    for (const priority of PRIORITIES) sum[priority] += openByPriority[priority];
  return sum;
};

export interface Week {
  week: string;
  open: number;
  opened: number;
  fixed: number;
}

/**
 * Findings open at the end of each of the last weeks, with what opened and was fixed in it. A finding that
 * was fixed and came back counts as open throughout: its row keeps the first opening and the last change.
 */
export async function weeklyTrend(db: Kysely<DB>, now: Date, teamKey: string | null): Promise<Week[]> {
  const ofTeam = teamKey
    ? sql`and f.owner_team_id = (select id from v_organisation_team where key = ${teamKey})`
    : sql``;
  const { rows } = await sql<{ week: Date; open: number; opened: number; fixed: number }>`
    with weeks as (
      select ${now}::timestamptz - make_interval(weeks => n) as week from generate_series(0, ${TREND_WEEKS - 1}::int) n
    ), spans as (
      select f.opened_at, case when f.state in ('fixed', 'excepted') then f.changed_at else 'infinity' end as ended_at,
        f.state = 'fixed' as fixed
      from v_findings_finding f where true ${ofTeam}
    )
    select w.week,
      count(*) filter (where s.opened_at <= w.week and s.ended_at > w.week)::int as open,
      count(*) filter (where s.opened_at > w.week - interval '7 days' and s.opened_at <= w.week)::int as opened,
      count(*) filter (where s.fixed and s.ended_at > w.week - interval '7 days' and s.ended_at <= w.week)::int as fixed
    from weeks w left join spans s on s.opened_at <= w.week
    group by w.week order by w.week`.execute(db);
  return rows.map(({ week, ...counts }) => ({ week: week.toISOString(), ...counts }));
}

/** When each tool's first results came in: a spike after it is the tool's, not the teams'. */
export async function toolIntroductions(db: Kysely<DB>): Promise<{ tool: string; at: string }[]> {
  const { rows } = await sql<{ tool: string; at: Date }>`
    select tool, min(scanned_at) as at from v_intake_scan
    where tool is not null and state in ('done', 'same') and tool <> 'by-hand'
    group by tool order by at`.execute(db);
  return rows.map(({ tool, at }) => ({ tool, at: at.toISOString() }));
}
