import { type Kysely, sql } from 'kysely';
import type { Role } from '../../../contract/access.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type Actor, NOWHERE, type Place, refusal } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Scope } from './scope.ts';

/** Where a scope lies: the team, its unit and all above; of the company: nowhere, so that only roles hold that hold everywhere. */
async function placeOfScope(db: Kysely<DB>, scope: Scope): Promise<Place> {
  if (scope.kind === 'company') return NOWHERE;
  const { rows } = await sql<{ id: string }>`
    with recursive held as (
      select id, parent_id from v_organisation_unit
      where ${
        scope.kind === 'unit'
          ? sql`id = ${scope.id}`
          : sql`key = (select unit_key from v_organisation_team where id = ${scope.id})`
      }
      union select u.id, u.parent_id from v_organisation_unit u join held h on u.id = h.parent_id
    ) select id from held`.execute(db);
  return { teams: scope.kind === 'team' ? [scope.id] : [], units: rows.map(({ id }) => id), personId: null };
}

/**
 * What a body names is decided as what an address names is.
 * @throws AppError LK-FORBIDDEN
 */
export async function demandRole(
  db: Kysely<DB>,
  actor: Actor,
  roles: readonly Role[],
  scope: Scope,
): Promise<void> {
  const why = refusal(actor, { scope: 'admin', roles }, await placeOfScope(db, scope));
  if (why !== null) throw new AppError('LK-FORBIDDEN', why);
}
