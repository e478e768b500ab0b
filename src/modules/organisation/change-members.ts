import type { z } from 'zod';
import type { teamRole } from '../../contract/teams.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import { type Actor, audit } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { type ByHand, teamOrRefuse } from './change-team.ts';
import { keepHistory, putClaims, selectTeamsOf } from './store-members.ts';
import { claimants, deleteClaims, findPerson } from './store-teams.ts';

type TeamRole = z.infer<typeof teamRole>;

/** What a person says of a member; the word of a directory is its own. */
const OF_PEOPLE = ['import', 'api'];
/** A manager looks after the team; who leads or accompanies it is not theirs to name. */
const NOT_A_MANAGERS: readonly TeamRole[] = ['manager', 'partner'];

/**
 * Puts a person into a team, or changes their role there.
 * @param person public id, or email
 * @throws AppError LK-NOT-FOUND; LK-CONFLICT for a retired team; LK-FORBIDDEN
 */
export async function putMember(
  tx: Tx<DB>,
  at: { team: string; person: string; role: TeamRole },
  actor: Actor,
  { by, now }: ByHand,
): Promise<void> {
  await lockFor(tx, 'organisation', 'import');
  const { team, person } = await both(tx, at, actor, at.role);
  if (team.value.retiredAt !== null)
    throw new AppError('LK-CONFLICT', `${at.team} is retired; take it up again first.`);
  await deleteClaims(tx, { person: person.id, team: team.id }, ['import']);
  await putClaims(tx, 'api', [{ person: person.id, team: team.id, role: at.role }]);
  await keepHistory(tx, { people: [person.id] }, now);
  await audit(tx, by, 'team.member', at.team, { person: person.email, role: at.role });
}

/**
 * Takes a person out of a team. Twice is once.
 * @throws AppError LK-NOT-FOUND; LK-FORBIDDEN; LK-CONFLICT when a directory says that they are in it
 */
export async function removeMember(
  tx: Tx<DB>,
  at: { team: string; person: string },
  actor: Actor,
  { by, now }: ByHand,
): Promise<void> {
  await lockFor(tx, 'organisation', 'import');
  const { team, person } = await both(tx, at, actor, null);
  const claim = { person: person.id, team: team.id };
  const before = await claimants(tx, claim);
  const others = before.filter((source) => !OF_PEOPLE.includes(source));
  if (others.length > 0)
    throw new AppError(
      'LK-CONFLICT',
      `${others.join(' and ')} says that they are in it; take them out there.`,
    );
  if (before.length === 0) return;
  await deleteClaims(tx, claim, OF_PEOPLE);
  await keepHistory(tx, { people: [person.id] }, now);
  await audit(tx, by, 'team.member', at.team, { person: person.email, role: null });
}

async function both(tx: Tx<DB>, at: { team: string; person: string }, actor: Actor, role: TeamRole | null) {
  const team = await teamOrRefuse(tx, at.team);
  await demandMay(tx, actor, { key: at.team, manager: team.value.manager }, role);
  const id = fromPublicId('person', at.person);
  const person = await findPerson(tx, id === null ? { email: at.person.toLowerCase() } : { id });
  if (!person) throw new AppError('LK-NOT-FOUND', 'There is no such person.');
  return { team, person };
}

/** Admins and security may; so may who is named as the team's manager, or is in it as one. */
async function demandMay(
  tx: Tx<DB>,
  actor: Actor,
  team: { key: string; manager: string | null },
  role: TeamRole | null,
): Promise<void> {
  const ofNobody = actor.kind === 'token' && actor.personId === null;
  if (ofNobody || actor.roles.includes('admin') || actor.roles.includes('security')) return;
  if (!(await manages(tx, actor, team)))
    throw new AppError(
      'LK-FORBIDDEN',
      `This needs the role security or admin, or to be the manager of ${team.key}.`,
    );
  if (role !== null && NOT_A_MANAGERS.includes(role))
    throw new AppError('LK-FORBIDDEN', `Only security and admins make somebody ${role} of a team.`);
}

async function manages(
  tx: Tx<DB>,
  actor: Actor,
  team: { key: string; manager: string | null },
): Promise<boolean> {
  if (actor.personId === null) return false;
  const person = await findPerson(tx, { id: actor.personId });
  if (person && team.manager?.toLowerCase() === person.email) return true;
  const memberships = await selectTeamsOf(tx, actor.personId);
  return memberships.some(({ key, role }) => key === team.key && role === 'manager');
}
