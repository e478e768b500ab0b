import { type Kysely, sql } from 'kysely';
import type { DB } from '../../../schema.gen.ts';

export interface AskCounts {
  waitForTeam: number;
  waitForSecurity: number;
  longestSince: Date | null;
}

const NONE: AskCounts = { waitForTeam: 0, waitForSecurity: 0, longestSince: null };

/** Open asks of teams, on either side, by who has to act; by the id of the team. */
export async function askCounts(
  db: Kysely<DB>,
  teamIds: readonly string[],
): Promise<(teamId: string) => AskCounts> {
  if (teamIds.length === 0) return () => NONE;
  const { rows } = await sql<AskCounts & { team: string }>`
    with side as (
      select to_team_id as team, waits_for = 'to' as mine, waits_since from v_tickets_ask
      where to_team_id = any(${[...teamIds]}::uuid[]) and state in ('open', 'in-progress')
      union all
      select from_team_id, waits_for = 'from', waits_since from v_tickets_ask
      where from_team_id = any(${[...teamIds]}::uuid[]) and state in ('open', 'in-progress')
    )
    select team, (count(*) filter (where mine))::int as "waitForTeam",
      (count(*) filter (where not mine))::int as "waitForSecurity", min(waits_since) as "longestSince"
    from side group by team`.execute(db);
  const byTeam = new Map(rows.map(({ team, ...counts }) => [team, counts]));
  return (teamId) => byTeam.get(teamId) ?? NONE;
}
