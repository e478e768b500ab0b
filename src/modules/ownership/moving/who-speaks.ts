import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import { type Actor, refusal, signedIn } from '../../access/public.ts';
import { loadRegistry, placeOfTeam } from '../../organisation/public.ts';
import { didYouMean, suggest, type Team } from '../../organisation/pure.ts';
import type { DB } from '../../schema.gen.ts';
import type { Speaker } from './taking.ts';

/** Whoever is of a team speaks for it; the leader above decides where two do not agree. */
const SPEAKING = {
  scope: 'admin',
  roles: ['security'],
  within: ['developer', 'champion', 'partner', 'manager'],
} as const;

/** Whom the request speaks for: their teams, or all of them. */
export const speakerOf = (db: Kysely<DB>, request: FastifyRequest): Promise<Speaker> =>
  speakerFor(db, signedIn(request));

/** The same of somebody who acts elsewhere, such as in a tracker. */
export async function speakerFor(db: Kysely<DB>, actor: Actor): Promise<Speaker> {
  const registry = await loadRegistry(db);
  const everywhere = refusal(actor, SPEAKING) === null;
  const theirs = everywhere
    ? registry.teams
    : teamsHeld(registry.teams, actor).filter(
        (team) => refusal(actor, SPEAKING, placeOfTeam(registry, team)) === null,
      );
  return {
    label: actor.label,
    forAll: refusal(actor, { scope: 'admin', roles: ['security'] }) === null,
    teams: new Set(theirs.map(({ key }) => key)),
  };
}

/** Teams at which anything could hold that does not hold everywhere: there are many teams, and few of them are anybody's. */
const teamsHeld = <One extends { id: string }>(
  teams: readonly One[],
  { holds }: Pick<Actor, 'holds'>,
): One[] => teams.filter(({ id }) => holds.some(({ teamId, unitId }) => teamId === id || unitId !== null));

/**
 * The team of that key, which may own.
 * @throws AppError LK-VALIDATION when there is none, or it is retired
 */
export async function owningTeam(db: Kysely<DB>, key: string): Promise<Team> {
  const { byKey } = await loadRegistry(db);
  const team = byKey.get(key);
  if (!team) {
    const suggestion = suggest(key, byKey.keys());
    throw new AppError('LK-VALIDATION', `team: no team has the key ${key}${didYouMean(suggestion)}`);
  }
  if (team.retiredAt !== null)
    throw new AppError('LK-VALIDATION', `team: ${key} is retired and owns nothing any more`);
  return team;
}
