import { type Kysely, sql } from 'kysely';
import { PRIORITIES, type Priority } from '../../kernel/decision.ts';
import { together } from '../../platform/together.ts';
import type { DB } from '../schema.gen.ts';
import { addDays, dayOf, weekOf, weeksOf } from './asking/calendar.ts';
import { COMPANY, MEASURES } from './rollup/measures.ts';
import { untilFolded } from './rollup/until-folded.ts';

/** Weeks shown in trends: about a quarter. */
const TREND_WEEKS = 13;
/** "This week" is the next so many days, to the minute. */
const SOON = 7;

export interface TeamNumbers {
  openByPriority: Record<Priority, number>;
  open: number;
  overdue: number;
  dueThisWeek: number;
}

/** Open tickets of a priority by their due days, as the cells have them, or a few of them one by one. */
interface Tickets {
  /** Its id. */
  team: string;
  priority: number;
  open: number;
  overdue: number;
  week: number;
}

/**
 * Open tickets by priority and the state of their dates, per team that has any, by its id. Numbers count tickets, not
 * findings: a ticket is what somebody has to do. Whole days come from the cells; what is due today and on the last of
 * the days is looked at by the minute.
 */
export const ticketsByTeam = (db: Kysely<DB>, now: Date): Promise<ReadonlyMap<string, TeamNumbers>> =>
  together(db, 'tickets by team', async () => {
    const [days, minutes] = await Promise.all([
      untilFolded(db, `tickets by team on ${dayOf(now)}`, () => wholeDays(db, now, null)),
      byTheMinute(db, now, null),
    ]);
    return sumTeams([...days, ...minutes]);
  });

/** The same of one team. */
export async function ticketsOfTeam(db: Kysely<DB>, teamId: string, now: Date): Promise<TeamNumbers> {
  const [days, minutes] = await Promise.all([
    untilFolded(db, `tickets of ${teamId} on ${dayOf(now)}`, () => wholeDays(db, now, teamId)),
    byTheMinute(db, now, teamId),
  ]);
  return sumTeams([...days, ...minutes]).get(teamId) ?? NO_TICKETS;
}

async function wholeDays(db: Kysely<DB>, now: Date, teamId: string | null): Promise<Tickets[]> {
  const today = dayOf(now);
  const { rows } = await sql<Tickets>`
    select scope_id as team, priority, sum(n)::int as open,
      coalesce(sum(n) filter (where at < ${today}::date), 0)::int as overdue,
      coalesce(sum(n) filter (where at > ${today}::date and at < ${addDays(today, SOON)}::date), 0)::int as week
    from insight_cell where measure = ${MEASURES.tickets}::smallint
      and ${teamId === null ? sql`scope_id in (select id from v_organisation_team)` : sql`scope_id = ${teamId}::uuid`}
    group by scope_id, priority having sum(n) <> 0`.execute(db);
  return rows;
}

async function byTheMinute(db: Kysely<DB>, now: Date, teamId: string | null): Promise<Tickets[]> {
  const today = dayOf(now);
  const dueOn = (day: string) =>
    sql`k.due_at >= ${`${day}T00:00:00Z`}::timestamptz and k.due_at < ${`${addDays(day, 1)}T00:00:00Z`}::timestamptz`;
  const { rows } = await sql<Tickets>`
    select k.team_id as team, 0 as priority, 0 as open, count(*) filter (where k.due_at < ${now})::int as overdue,
      (count(*) filter (where k.due_at >= ${now} and k.due_at < ${now}::timestamptz + make_interval(days => ${SOON}::int)))::int as week
    from v_tickets_ticket k
    where k.state <> 'closed' and ((${dueOn(today)}) or (${dueOn(addDays(today, SOON))}))
      and ${teamId === null ? sql`true` : sql`k.team_id = ${teamId}`}
    group by k.team_id`.execute(db);
  return rows;
}

function sumTeams(rows: readonly Tickets[]): Map<string, TeamNumbers> {
  const sums = new Map<string, TeamNumbers>();
  for (const { team, priority, open, overdue, week } of rows) {
    const sum = sums.get(team) ?? { ...NO_TICKETS, openByPriority: { ...NO_TICKETS.openByPriority } };
    sum.openByPriority[PRIORITIES[priority] ?? 'P4'] += open;
    sum.open += open;
    sum.overdue += overdue;
    sum.dueThisWeek += week;
    sums.set(team, sum);
  }
  return sums;
}

export const NO_TICKETS: TeamNumbers = {
  openByPriority: { P0: 0, P1: 0, P2: 0, P3: 0, P4: 0 },
  open: 0,
  overdue: 0,
  dueThisWeek: 0,
};

export const sumPriorities = (all: Iterable<TeamNumbers>): Record<Priority, number> => {
  const sum = { ...NO_TICKETS.openByPriority };
  for (const { openByPriority } of all)
    for (const priority of PRIORITIES) sum[priority] += openByPriority[priority];
  return sum;
};

export interface Week {
  /** Its Monday, ISO 8601. */
  week: string;
  open: number;
  opened: number;
  fixed: number;
}

/**
 * Findings open at the end of each of the last ISO weeks, with what opened and was fixed in it. What is open now stands in
 * few cells; each week before had what opened since less, and what ended since more. A finding that was fixed and came
 * back counts as open throughout: its row keeps the first opening and the last change.
 */
export const weeklyTrend = (db: Kysely<DB>, now: Date, teamId: string | null): Promise<Week[]> => {
  const today = dayOf(now);
  const scopeId = teamId ?? COMPANY;
  return untilFolded(db, `weeks of ${scopeId} until ${today}`, () => loadWeeks(db, scopeId, today));
};

async function loadWeeks(db: Kysely<DB>, scopeId: string, today: string): Promise<Week[]> {
  const from = addDays(weekOf(today), -7 * (TREND_WEEKS - 1));
  const flows = [MEASURES.opened, MEASURES.fixed, MEASURES.excepted];
  const { rows } = await sql<{ measure: number; week: string; n: number }>`
    select ${MEASURES.standing}::int as measure, '' as week, coalesce(sum(n), 0)::int as n from insight_cell
    where scope_id = ${scopeId}::uuid and measure = ${MEASURES.standing}::smallint
    union all
    select measure::int, to_char(at, 'YYYY-MM-DD'), sum(n)::int from insight_cell
    where scope_id = ${scopeId}::uuid and measure = any(${flows}::smallint[]) and at >= ${from}::date
    group by measure, at`.execute(db);
  const of = (measure: number, week: string) =>
    rows.find((row) => row.measure === measure && row.week === week)?.n ?? 0;
  let open = of(MEASURES.standing, '');
  return weeksOf(from, today)
    .toReversed()
    .map((week) => {
      const [opened, fixed, excepted] = flows.map((measure) => of(measure, week)) as [number, number, number];
      const shown = { week: `${week}T00:00:00.000Z`, open, opened, fixed };
      open += fixed + excepted - opened;
      return shown;
    })
    .toReversed();
}

/** When each tool first looked at anything: a spike after it is the tool's, not the teams'. */
export async function toolIntroductions(db: Kysely<DB>): Promise<{ tool: string; at: string }[]> {
  const { rows } = await sql<{ tool: string; at: Date }>`
    with recursive tools as (
      (select tool from v_findings_stream order by tool limit 1)
      union all
      select (select s.tool from v_findings_stream s where s.tool > t.tool order by s.tool limit 1) from tools t
      where t.tool is not null
    )
    select t.tool, f.at from tools t
    cross join lateral (select min(s.first_at) as at from v_findings_stream s where s.tool = t.tool) f
    where t.tool <> 'by-hand' and f.at is not null order by f.at`.execute(db);
  return rows.map(({ tool, at }) => ({ tool, at: at.toISOString() }));
}
