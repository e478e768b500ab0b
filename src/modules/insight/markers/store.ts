import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Marker, WriteMarker } from '../../../contract/insights/markers.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';

interface Row extends Omit<Marker, 'id' | 'team' | 'unit' | 'createdAt'> {
  id: string;
  team_key: string | null;
  team_name: string | null;
  unit_key: string | null;
  unit_name: string | null;
  createdAt: Date;
}

/** Newest first. @param where about `insight_marker m` */
export async function selectMarkers(db: Kysely<DB>, where: RawBuilder<unknown>): Promise<Marker[]> {
  const { rows } = await sql<Row>`
    select m.id, to_char(m.at, 'YYYY-MM-DD') as at, m.title, m.kind, m.tool, m.rule, m.created_by as "createdBy",
      m.created_at as "createdAt", t.key as team_key, t.name as team_name, u.key as unit_key, u.name as unit_name
    from insight_marker m left join v_organisation_team t on t.id = m.team_id
      left join v_organisation_unit u on u.id = m.unit_id
    where ${where} order by m.at desc, m.id limit 500`.execute(db);
  return rows.map(({ id, team_key, team_name, unit_key, unit_name, createdAt, ...row }) => ({
    ...row,
    id: toPublicId('marker', id),
    team: team_key === null ? null : { key: team_key, name: team_name ?? team_key },
    unit: unit_key === null ? null : { key: unit_key, name: unit_name ?? unit_key },
    createdAt: createdAt.toISOString(),
  }));
}

interface Placed extends Omit<WriteMarker, 'team' | 'unit'> {
  teamId: string | null;
  unitId: string | null;
}

export async function insertMarker(
  tx: Kysely<DB>,
  id: string,
  { at, title, kind, teamId, unitId, tool, rule }: Placed,
  by: string,
  now: Date,
): Promise<void> {
  await sql`insert into insight_marker (id, at, title, kind, team_id, unit_id, tool, rule, created_by, created_at)
    values (${id}, ${at}, ${title}, ${kind}, ${teamId}, ${unitId}, ${tool}, ${rule}, ${by}, ${now})`.execute(
    tx,
  );
}

export async function updateMarker(
  tx: Kysely<DB>,
  id: string,
  { at, title, kind, teamId, unitId, tool, rule }: Placed,
): Promise<void> {
  await sql`update insight_marker set at = ${at}, title = ${title}, kind = ${kind}, team_id = ${teamId},
    unit_id = ${unitId}, tool = ${tool}, rule = ${rule} where id = ${id}`.execute(tx);
}

export async function deleteMarker(tx: Kysely<DB>, id: string): Promise<void> {
  await sql`delete from insight_marker where id = ${id}`.execute(tx);
}

/**
 * Findings of one rule of a tool by the day of opening, without first looks: few enough to be read from the words kept
 * beside findings.
 */
export async function reportsOfRule(
  db: Kysely<DB>,
  scopeId: string,
  { tool, rule }: { tool: string; rule: string },
  { from, to }: { from: string; to: string },
  priority: number | undefined,
): Promise<{ at: string; n: number }[]> {
  const { rows } = await sql<{ at: string; n: number }>`
    select to_char(f.opened_at at time zone 'UTC', 'YYYY-MM-DD') as at, count(*)::int as n
    from v_findings_facet x join v_findings_finding f on f.id = x.finding_id
      join v_findings_stream s on s.id = f.stream_id
    where x.tags && array(select 'rule/' || id from v_findings_rule where tool = ${tool} and key = ${rule})
      and f.opened_at >= ${from}::timestamptz and f.opened_at < ${to}::date + 1
      and (s.first_at is null or f.opened_at > s.first_at)
      and f.owner_team_id in (select team_id from insight_scope where scope_id = ${scopeId})
      ${priority === undefined ? sql`` : sql`and f.priority = ${priority}`}
    group by 1`.execute(db);
  return rows;
}
