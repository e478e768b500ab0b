import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import { type Actor, refusal, signedIn } from '../../access/public.ts';
import { loadRegistry, teamsOf } from '../../organisation/public.ts';
import { didYouMean, suggest, type Team } from '../../organisation/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { type Speaker, teamsSpokenFor } from './taking.ts';

/** Whom the request speaks for: their teams, or all of them. */
export const speakerOf = (db: Kysely<DB>, request: FastifyRequest): Promise<Speaker> =>
  speakerFor(db, signedIn(request));

/** The same of somebody who acts elsewhere, such as in a tracker. */
export async function speakerFor(db: Kysely<DB>, actor: Actor): Promise<Speaker> {
  const memberships = actor.personId === null ? [] : await teamsOf(db, actor.personId);
  const { teams } = await loadRegistry(db);
  return {
    label: actor.label,
    forAll: refusal(actor, { scope: 'admin', roles: ['security'] }) === null,
    teams: teamsSpokenFor(actor.label, memberships, teams),
  };
}

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
