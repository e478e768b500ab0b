import { sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { COMPANY } from './measures.ts';

/**
 * Keeps whose numbers a team's numbers are part of. A team that moves to another unit takes all its counts along: what
 * the old unit had of it goes, the new one has it from the first day.
 * @returns whether anything moved
 */
export async function keepScopes(tx: Transaction<DB>): Promise<boolean> {
  const { rows } = await sql<{ moved: number }>`
    with recursive above as (
      select key, key as unit_key from v_organisation_unit
      union
      select a.key, p.key from above a
        join v_organisation_unit u on u.key = a.unit_key join v_organisation_unit p on p.id = u.parent_id
    ), wanted as (
      select id as team_id, id as scope_id from v_organisation_team
      union select id, ${COMPANY}::uuid from v_organisation_team
      union select t.id, u.id from v_organisation_team t join above a on a.key = t.unit_key
        join v_organisation_unit u on u.key = a.unit_key
    ), gone as (
      delete from insight_scope s
      where not exists (select from wanted w where w.team_id = s.team_id and w.scope_id = s.scope_id) returning *
    ), come as (
      insert into insight_scope (team_id, scope_id)
      select team_id, scope_id from wanted w
      where not exists (select from insight_scope s where s.team_id = w.team_id and s.scope_id = w.scope_id)
      returning *
    ), moves as (
      select scope_id, team_id, -1 as sign from gone union all select scope_id, team_id, 1 from come
    ), told as (
      insert into insight_cell (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look, n)
      select m.scope_id, c.measure, c.at, c.tool, c.kind, c.phase, c.severity, c.priority, c.days, c.first_look,
        sum(m.sign * c.n)
      from moves m join insight_cell c on c.scope_id = m.team_id
      where m.scope_id <> m.team_id
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(m.sign * c.n) <> 0
      on conflict (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look)
        do update set n = insight_cell.n + excluded.n
    )
    select count(*)::int as moved from moves`.execute(tx);
  return rows[0]!.moved > 0;
}
