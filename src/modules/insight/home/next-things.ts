import { type Kysely, sql } from 'kysely';
import type { NextThing } from '../../../contract/home.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { NO_TICKETS, ticketsByTeam } from '../numbers.ts';

/** As many as somebody can keep in mind. */
const NEXT = 5;
/** Of the reasons, the first say how bad it is and what came of it; a line has room for no more. */
const REASONS = 3;

interface Row {
  id: string;
  queue: string;
  number: number;
  title: string;
  team_key: string;
  team_name: string;
  priority: number;
  due_at: Date | null;
  findings: number;
  state: NextThing['state'];
  assignee: string | null;
  because: string[] | null;
  remote_key: string | null;
  remote_url: string | null;
}

const OPEN = sql`k.state <> 'closed'`;

/** As the index `ticket_next` has it. */
const soonest = (row: 'k' | 'n') =>
  `(${row}.state = 'claimed-fixed'), (${row}.priority > 0), coalesce(${row}.due_at, 'infinity'), ${row}.priority, ${row}.id`;
export const SOONEST = sql.raw(soonest('k'));

/**
 * What these teams do next: P0 means now and stands before what is merely late, the rest by date. What is said to be
 * fixed waits for a scan, not for a person, and comes after what does.
 */
export async function nextThings(
  db: Kysely<DB>,
  teamIds: readonly string[],
  now: Date,
): Promise<NextThing[]> {
  if (teamIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select n.*, t.key as team_key, t.name as team_name, why.because, r.remote_key, r.remote_url
    from (
      select k.* from unnest(${[...teamIds]}::uuid[]) of_team(id) cross join lateral (
        select * from v_tickets_ticket k where k.team_id = of_team.id and ${OPEN} order by ${SOONEST} limit ${sql.lit(NEXT)}
      ) k order by ${SOONEST} limit ${sql.lit(NEXT)}
    ) n
    join v_organisation_team t on t.id = n.team_id
    left join v_tickets_filed r on r.ticket_id = n.id
    left join lateral (
      select d.because from v_findings_finding f join v_findings_reason d on d.id = f.decision_reason_id
      where f.fix_id = n.fix_id and f.state in ('open', 'reopened')
      order by f.priority, coalesce(f.due_at, 'infinity'), f.id limit 1) why on true
    order by ${sql.raw(soonest('n'))}`.execute(db);
  return rows.map((row) => shown(row, now));
}

const shown = (row: Row, now: Date): NextThing => ({
  ticket: { id: toPublicId('ticket', row.id), key: `${row.queue}-${row.number}` },
  title: row.title,
  team: { key: row.team_key, name: row.team_name },
  priority: PRIORITIES[row.priority] ?? 'P4',
  dueAt: row.due_at?.toISOString() ?? null,
  overdue: row.due_at !== null && row.due_at < now,
  why: row.because?.slice(0, REASONS).join('; ') || null,
  findings: row.findings,
  state: row.state,
  assignee: row.assignee,
  filed:
    row.remote_key !== null && row.remote_url !== null ? { key: row.remote_key, url: row.remote_url } : null,
});

export interface Load {
  open: number;
  overdue: number;
  dueThisWeek: number;
}

/** Open tickets of teams and the state of their dates, by the id of the team; counted as on every other page. */
export async function loadsOf(db: Kysely<DB>, now: Date): Promise<(teamId: string) => Load> {
  const byTeam = await ticketsByTeam(db, now);
  return (teamId) => {
    const { open, overdue, dueThisWeek } = byTeam.get(teamId) ?? NO_TICKETS;
    return { open, overdue, dueThisWeek };
  };
}

export const sumOf = (loads: readonly Load[]): Load => ({
  open: loads.reduce((sum, { open }) => sum + open, 0),
  overdue: loads.reduce((sum, { overdue }) => sum + overdue, 0),
  dueThisWeek: loads.reduce((sum, { dueThisWeek }) => sum + dueThisWeek, 0),
});
