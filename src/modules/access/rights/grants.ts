import { sql } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import type { GiveGrant, Grant } from '../../../contract/grants.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, type IdSource, toPublicId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit } from '../audit.ts';
import { personById } from '../store.ts';
import { deleteGrants, findScope, type GrantRow, insertGrant, selectGrants } from './store.ts';

/** Who gives or takes, and when. */
export interface Hand {
  by: string;
  now: Date;
}

const BY_HAND = 'hand';

/**
 * Gives a person a role for a team or a unit. The same again is the grant that there is.
 * @param personId id of the database
 * @throws AppError LK-NOT-FOUND; LK-VALIDATION when there is no such team or unit
 */
export async function giveGrant(
  tx: Tx<DB>,
  ids: IdSource,
  personId: string,
  { role, team, unit }: GiveGrant,
  { by, now }: Hand,
): Promise<Grant> {
  if (!(await personById(tx, personId))) throw new AppError('LK-NOT-FOUND', 'There is no such person.');
  const scope = await findScope(tx, team === undefined ? { unit: unit! } : { team });
  if (!scope)
    throw new AppError(
      'LK-VALIDATION',
      team === undefined ? `unit: no business unit has the key ${unit}` : `team: no team has the key ${team}`,
    );
  const made = await insertGrant(tx, {
    id: ids.next(),
    personId,
    role,
    ...scope,
    origin: BY_HAND,
    by,
    at: now,
  });
  if (made) await audit(tx, by, 'grant.give', toPublicId('person', personId), { role, team, unit });
  const [row] = await selectGrants(
    tx,
    sql`g.person_id = ${personId} and g.role = ${role} and g.origin = ${BY_HAND}
      and coalesce(g.team_id, g.unit_id) = ${scope.teamId ?? scope.unitId}`,
  );
  return shownGrant(row!);
}

/**
 * Takes a grant away. Twice is once.
 * @throws AppError LK-CONFLICT for what an identity provider gave: it would give it again
 */
export async function takeGrant(tx: Tx<DB>, personId: string, publicId: string, { by }: Hand): Promise<void> {
  const id = fromPublicId('grant', publicId);
  const [row] = id ? await selectGrants(tx, sql`g.id = ${id} and g.person_id = ${personId}`) : [];
  if (!row) return;
  if (row.origin !== BY_HAND)
    throw new AppError(
      'LK-CONFLICT',
      `This comes from ${row.origin} at each sign-in: change their groups there, or what the groups give here.`,
    );
  await deleteGrants(tx, [row.id]);
  await audit(tx, by, 'grant.take', toPublicId('person', personId), wordsOf(row));
}

/**
 * Brings what one origin gives a person to exactly this: for identity providers, at each sign-in. Teams and units that
 * are not known give nothing.
 * @param origin `oidc:KEY`
 */
export async function setGrants(
  tx: Tx<DB>,
  ids: IdSource,
  personId: string,
  origin: string,
  wanted: readonly ({ role: Role } & ({ team: string } | { unit: string }))[],
  { by, now }: Hand,
): Promise<void> {
  const before = await selectGrants(tx, sql`g.person_id = ${personId} and g.origin = ${origin}`);
  const isWanted = (row: GrantRow) =>
    wanted.some((one) =>
      'team' in one
        ? one.role === row.role && one.team === row.team_key
        : one.role === row.role && one.unit === row.unit_key,
    );
  const gone = before.filter((row) => !isWanted(row));
  await deleteGrants(
    tx,
    gone.map(({ id }) => id),
  );
  const subject = toPublicId('person', personId);
  for (const row of gone) await audit(tx, by, 'grant.take', subject, { ...wordsOf(row), origin });
  for (const { role, ...at } of wanted) {
    const scope = await findScope(tx, at as { team: string } | { unit: string });
    if (scope && (await insertGrant(tx, { id: ids.next(), personId, role, ...scope, origin, by, at: now })))
      await audit(tx, by, 'grant.give', subject, { role, ...at, origin });
  }
}

const wordsOf = ({ role, team_key, unit_key }: GrantRow) => ({
  role,
  ...(team_key === null ? { unit: unit_key } : { team: team_key }),
});

export const shownGrant = (row: GrantRow): Grant => ({
  id: toPublicId('grant', row.id),
  person: { id: toPublicId('person', row.person_id), email: row.email, name: row.name },
  role: row.role as Grant['role'],
  team: row.team_key === null ? null : { key: row.team_key, name: row.team_name ?? row.team_key },
  unit: row.unit_key === null ? null : { key: row.unit_key, name: row.unit_name ?? row.unit_key },
  origin: row.origin,
  givenBy: row.given_by,
  givenAt: row.given_at.toISOString(),
});
