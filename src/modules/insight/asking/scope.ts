import { type Kysely, sql } from 'kysely';
import { AppError } from '../../../kernel/errors.ts';
import type { DB } from '../../schema.gen.ts';
import type { ScopeName } from '../rollup/cells.ts';
import { COMPANY } from '../rollup/measures.ts';

/** What an insight is about. */
export interface Scope {
  kind: 'company' | 'unit' | 'team';
  /** For cells. */
  id: string;
  /** Empty for the company. */
  key: string;
  name: string;
}

const EVERYBODY: Scope = { kind: 'company', id: COMPANY, key: '', name: 'All teams' };

/**
 * @throws AppError LK-VALIDATION when both are named
 * @throws AppError LK-NOT-FOUND when there is no such team or unit
 */
export async function findScope(db: Kysely<DB>, { team, unit }: ScopeName): Promise<Scope> {
  if (team !== undefined && unit !== undefined)
    throw new AppError('LK-VALIDATION', 'team: choose a team or a unit, not both');
  if (team === undefined && unit === undefined) return EVERYBODY;
  const { rows } = await (team !== undefined
    ? sql<{ id: string; name: string }>`select id, name from v_organisation_team where key = ${team}`
    : sql<{ id: string; name: string }>`select id, name from v_organisation_unit where key = ${unit}`
  ).execute(db);
  const kind = team === undefined ? 'unit' : 'team';
  const key = team ?? unit!;
  if (!rows[0]) throw new AppError('LK-NOT-FOUND', `there is no ${kind} ${key}`);
  return { kind, key, ...rows[0] };
}

export interface Member {
  id: string;
  key: string;
  name: string;
}

/**
 * The teams of a scope, or the units right below it (of the company: those without a unit above), by name. A retired team
 * is among them while anything is still counted under it.
 */
export async function membersOf(db: Kysely<DB>, scope: Scope, by: 'team' | 'unit'): Promise<Member[]> {
  const { rows } = await (by === 'unit'
    ? sql<Member>`select id, key, name from v_organisation_unit
        where ${scope.kind === 'unit' ? sql`parent_id = ${scope.id}` : sql`${scope.kind} = 'company' and parent_id is null`}
        order by name, key`
    : sql<Member>`select t.id, t.key, t.name from insight_scope s join v_organisation_team t on t.id = s.team_id
        where s.scope_id = ${scope.id} and (t.retired_at is null or exists (
          select from insight_cell c where c.scope_id = t.id and c.n <> 0))
        order by t.name, t.key`
  ).execute(db);
  return rows;
}

/** More rows than this are no picture, and too many cells for one request. */
const MOST_MEMBERS = 60;

/**
 * The rows of a comparison: teams where they are few enough, else the units, with a note that says so. A team is compared
 * with nobody but itself.
 */
export async function rowsOf(
  db: Kysely<DB>,
  scope: Scope,
  by: 'team' | 'unit',
): Promise<{ by: 'team' | 'unit'; members: Member[]; notes: string[] }> {
  if (scope.kind === 'team') return { by: 'team', members: [scope], notes: [] };
  const members = await membersOf(db, scope, by);
  if (by === 'team' && members.length > MOST_MEMBERS) {
    const units = await membersOf(db, scope, 'unit');
    const words = `${members.length} teams are too many for one picture`;
    if (units.length > 0)
      return {
        by: 'unit',
        members: units,
        notes: [`${words}: here are the units. Choose one to see its teams.`],
      };
    return {
      by,
      members: members.slice(0, MOST_MEMBERS),
      notes: [`${words}: here are the first ${MOST_MEMBERS} by name.`],
    };
  }
  return { by, members: members.slice(0, MOST_MEMBERS), notes: [] };
}
