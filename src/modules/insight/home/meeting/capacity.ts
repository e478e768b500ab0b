import { type Kysely, sql } from 'kysely';
import type { MeetingPage } from '../../../../contract/meetings.ts';
import { loadActivePolicy } from '../../../policy/public.ts';
import { weekStart } from '../../../policy/pure.ts';
import type { DB } from '../../../schema.gen.ts';
import { loadsOf, SOONEST } from '../next-things.ts';

type Capacity = MeetingPage['capacity'];
type Sprints = Capacity['sprints'];

/** How much a team has to do, how much more it gets in a week, and what it has planned. */
export async function capacityOf(
  db: Kysely<DB>,
  { id: teamId }: { id: string },
  now: Date,
): Promise<Capacity> {
  const { policy } = await loadActivePolicy(db);
  const week = weekStart(now, policy.deadlines.timeZone);
  const [loads, wave, sprints] = await Promise.all([
    loadsOf(db, now),
    waveOf(db, teamId, week),
    sprintsOf(db, teamId),
  ]);
  const load = loads(teamId);
  const cap = policy.pacing.newTicketsPerTeamPerWeek;
  return { ...load, cap, ...wave, sprints: withTheRest(sprints, load.open) };
}

async function waveOf(
  db: Kysely<DB>,
  teamId: string,
  week: Date,
): Promise<Pick<Capacity, 'madeThisWeek' | 'waiting' | 'waitingSince'>> {
  const { rows } = await sql<{ made: number; waiting: number; since: Date | null }>`
    select (select count(*)::int from v_tickets_ticket where team_id = ${teamId} and opened_at >= ${week}) as made,
      count(*)::int as waiting, min(since) as since
    from v_tickets_waiting where team_id = ${teamId}`.execute(db);
  const { made = 0, waiting = 0, since = null } = rows[0] ?? {};
  return { madeThisWeek: made, waiting, waitingSince: since?.toISOString() ?? null };
}

/** As many of a team's tickets are looked at as anybody plans for. */
const PLANNED = 500;

/** What is planned for a sprint: as it stands here, else as the team's own tracker has it. */
async function sprintsOf(db: Kysely<DB>, teamId: string): Promise<Sprints> {
  const { rows } = await sql<Sprints[number]>`
    with work as (
      select coalesce(a.sprint, r.sprint) as name, true as ask
      from v_tickets_ask a left join v_tickets_filed r on r.ask_id = a.id
      where a.to_team_id = ${teamId} and a.state in ('open', 'in-progress')
      union all
      select r.sprint, false from (
        select k.id from v_tickets_ticket k
        where k.team_id = ${teamId} and k.state <> 'closed' order by ${SOONEST} limit ${sql.lit(PLANNED)}
      ) k join v_tickets_filed r on r.ticket_id = k.id and r.sprint is not null
    )
    select name, (count(*) filter (where ask))::int as asks, (count(*) filter (where not ask))::int as tickets
    from work group by name order by name nulls last limit 50`.execute(db);
  return rows;
}

/** Tickets that are in no sprint are all the others. */
function withTheRest(sprints: Sprints, open: number): Sprints {
  const named = sprints.filter(({ name }) => name !== null);
  const rest = {
    name: null,
    asks: sprints.find(({ name }) => name === null)?.asks ?? 0,
    tickets: open - named.reduce((sum, { tickets }) => sum + tickets, 0),
  };
  return rest.asks + rest.tickets > 0 ? [...named, rest] : named;
}
