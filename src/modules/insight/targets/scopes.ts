import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { findScope, type Scope } from '../asking/scope.ts';

/** The company, and the units that have set something, by name. */
export async function scopesWithTargets(
  db: Kysely<DB>,
  rows: readonly { unit_id: string | null }[],
): Promise<Scope[]> {
  const ids = [...new Set(rows.flatMap(({ unit_id }) => unit_id ?? []))];
  const [company, units] = await Promise.all([
    findScope(db, {}),
    sql<Omit<Scope, 'kind'>>`
      select id, key, name from v_organisation_unit where id = any(${ids}::uuid[]) order by name, key`.execute(
      db,
    ),
  ]);
  return [company, ...units.rows.map((unit) => ({ ...unit, kind: 'unit' as const }))];
}
