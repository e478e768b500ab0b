import { type Kysely, sql } from 'kysely';
import type { TargetMeasure } from '../../../contract/insights/targets.ts';
import type { DB } from '../../schema.gen.ts';

export interface TargetRow {
  id: string;
  /** Null: the company's. */
  unit_id: string | null;
  measure: TargetMeasure;
  value: number;
  set_by: string;
  set_at: Date;
}

/** @param quarter its first day */
export async function selectTargets(db: Kysely<DB>, quarter: string): Promise<TargetRow[]> {
  const { rows } = await sql<TargetRow>`
    select id, unit_id, measure, value, set_by, set_at from insight_target where quarter = ${quarter}::date`.execute(
    db,
  );
  return rows;
}

/** @param unitId null: the company's */
export async function upsertTarget(
  tx: Kysely<DB>,
  row: Omit<TargetRow, 'unit_id'> & { unitId: string | null; quarter: string },
): Promise<void> {
  await sql`
    insert into insight_target (id, unit_id, quarter, measure, value, set_by, set_at)
    values (${row.id}, ${row.unitId}, ${row.quarter}, ${row.measure}, ${row.value}, ${row.set_by}, ${row.set_at})
    on conflict (coalesce(unit_id, '00000000-0000-0000-0000-000000000000'), quarter, measure)
      do update set value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at`.execute(tx);
}

export async function deleteTarget(
  tx: Kysely<DB>,
  unitId: string | null,
  quarter: string,
  measure: TargetMeasure,
): Promise<void> {
  await sql`delete from insight_target where unit_id is not distinct from ${unitId}::uuid
    and quarter = ${quarter}::date and measure = ${measure}`.execute(tx);
}

/** Open findings without an owner in the repositories of each unit, of itself; under null what is in no unit. */
export async function unownedByUnit(db: Kysely<DB>): Promise<Map<string | null, number>> {
  const { rows } = await sql<{ id: string | null; n: number }>`
    select u.id, count(*)::int as n from v_findings_unowned f
      left join v_organisation_repository r on r.id = f.repository_id left join v_organisation_unit u on u.key = r.unit_key
    group by u.id`.execute(db);
  return new Map(rows.map(({ id, n }) => [id, n]));
}
