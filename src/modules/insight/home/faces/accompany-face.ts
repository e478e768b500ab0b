import { type Kysely, sql } from 'kysely';
import type { AccompanyHome } from '../../../../contract/home.ts';
import { together } from '../../../../platform/together.ts';
import type { DB } from '../../../schema.gen.ts';
import { loadsOf } from '../next-things.ts';
import { accompanied, type HomeStanding } from '../standing-in.ts';
import { waitingSentence } from '../words.ts';
import { askCounts } from './ask-counts.ts';

/** Who waits for whom in the teams that somebody accompanies, and when they last met. */
export async function accompanyFace(
  db: Kysely<DB>,
  standing: HomeStanding,
  now: Date,
): Promise<{ sentence: string; face: AccompanyHome }> {
  const mine = accompanied(standing);
  const ids = mine.map(({ team }) => team.id);
  const [loads, asks, met] = await Promise.all([
    loadsOf(db, now),
    together(db, `asks ${ids}`, () => askCounts(db, ids)),
    lastMeetings(db, ids),
  ]);
  const teams = mine.map(({ team: { id, key, name }, is }) => {
    const { longestSince, ...waiting } = asks(id);
    return {
      key,
      name,
      role: is.has('champion') ? ('champion' as const) : ('partner' as const),
      ...loads(id),
      ...waiting,
      longestSince: longestSince?.toISOString() ?? null,
      lastMetAt: met.get(id)?.toISOString() ?? null,
    };
  });
  const waits = (team: (typeof teams)[number]) => team.waitForTeam + team.waitForSecurity;
  teams.sort((a, b) => waits(b) - waits(a) || b.overdue - a.overdue || a.name.localeCompare(b.name));
  return { sentence: waitingSentence(teams), face: { as: 'accompany', teams } };
}

async function lastMeetings(db: Kysely<DB>, teamIds: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ team: string; at: Date }>`
    select t.id as team, m.at from unnest(${[...teamIds]}::uuid[]) t(id)
    cross join lateral (select at from team_meeting where team_id = t.id order by at desc limit 1) m`.execute(
    db,
  );
  return new Map(rows.map(({ team, at }) => [team, at]));
}
