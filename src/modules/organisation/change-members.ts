import type { z } from 'zod';
import type { teamRole } from '../../contract/teams.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import { audit } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import { type ByHand, teamOrRefuse } from './change-team.ts';
import { keepHistory, putClaims } from './store-members.ts';
import { claimants, deleteClaims, findPerson } from './store-teams.ts';

type TeamRole = z.infer<typeof teamRole>;

/** What a person says of a member; the word of a directory is its own. */
const OF_PEOPLE = ['import', 'api'];
/** A manager looks after the team; who leads or accompanies it is not theirs to name. */
const NOT_A_MANAGERS: readonly TeamRole[] = ['manager', 'partner'];

/**
 * Puts a person into a team, or changes their role there.
 * @param person public id, or email
 * @param refused why whoever says it is not security there; null: they are
 * @throws AppError LK-NOT-FOUND; LK-CONFLICT for a retired team; LK-FORBIDDEN
 */
export async function putMember(
  tx: Tx<DB>,
  at: { team: string; person: string; role: TeamRole },
  { by, now, refused }: ByHand & { refused: string | null },
): Promise<void> {
  await lockFor(tx, 'organisation', 'import');
  if (refused !== null && NOT_A_MANAGERS.includes(at.role))
    throw new AppError('LK-FORBIDDEN', `Only security and admins make somebody ${at.role} of a team.`);
  const { team, person } = await both(tx, at);
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
  { by, now }: ByHand,
): Promise<void> {
  await lockFor(tx, 'organisation', 'import');
  const { team, person } = await both(tx, at);
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

async function both(tx: Tx<DB>, at: { team: string; person: string }) {
  const team = await teamOrRefuse(tx, at.team);
  const id = fromPublicId('person', at.person);
  const person = await findPerson(tx, id === null ? { email: at.person.toLowerCase() } : { id });
  if (!person) throw new AppError('LK-NOT-FOUND', 'There is no such person.');
  return { team, person };
}
