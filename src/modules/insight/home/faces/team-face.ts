import type { Kysely } from 'kysely';
import type { TeamHome } from '../../../../contract/home.ts';
import { together } from '../../../../platform/together.ts';
import type { Actor } from '../../../access/public.ts';
import type { DB } from '../../../schema.gen.ts';
import { loadsOf, nextThings, sumOf } from '../next-things.ts';
import { type HomeStanding, ownTeams } from '../standing-in.ts';
import { loadSentence } from '../words.ts';
import { askCounts } from './ask-counts.ts';
import { readerDecisions } from './reader-decisions.ts';

/** What should I do next? */
export async function teamFace(
  db: Kysely<DB>,
  standing: HomeStanding,
  actor: Actor,
  now: Date,
): Promise<{ sentence: string; face: TeamHome }> {
  const mine = ownTeams(standing).map(({ team }) => team);
  const ids = mine.map(({ id }) => id);
  const [loads, next, asks, decisions] = await Promise.all([
    loadsOf(db, now),
    together(db, `next ${ids}`, () => nextThings(db, ids, now)),
    together(db, `asks ${ids}`, () => askCounts(db, ids)),
    readerDecisions(db, actor),
  ]);
  const teams = mine.map(({ id, key, name }) => ({ key, name, ...loads(id) }));
  return {
    sentence: loadSentence(
      mine.map(({ name }) => name),
      sumOf(teams),
    ),
    face: {
      as: 'team',
      teams,
      next,
      decisions,
      asksWaiting: ids.reduce((sum, id) => sum + asks(id).waitForTeam, 0),
    },
  };
}
