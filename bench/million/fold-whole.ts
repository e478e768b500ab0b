import { type Kysely, sql, type Transaction } from 'kysely';
import { fold } from '../../src/modules/insight/public.ts';
import { findingCells, ticketCells } from '../../src/modules/insight/rollup/fold.ts';
import { COMPANY, MEASURES } from '../../src/modules/insight/rollup/measures.ts';
import { keepScopes } from '../../src/modules/insight/rollup/scopes.ts';
import type { DB } from '../../src/modules/schema.gen.ts';

const ALL = 100_000_000;

/**
 * Counts a house that was just filled at once: without an index to look each cell up in, and in one piece. What the
 * pulse of the product would come to by batches, sooner.
 */
export async function foldWhole(db: Kysely<DB>, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local work_mem = '256MB'`.execute(tx);
    await sql`set local maintenance_work_mem = '1GB'`.execute(tx);
    await sql`set local synchronous_commit = off`.execute(tx);
    await keepScopes(tx);
    await sql`alter table insight_cell drop constraint insight_cell_pkey`.execute(tx);
    await add(tx, findingCells(ALL));
    await add(tx, ticketCells(ALL));
    await sql`alter table insight_cell add primary key
      (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look) include (n)`.execute(
      tx,
    );
  });
  // What the pulse keeps besides the cells.
  await fold(db, now);
}

const add = (tx: Transaction<DB>, cells: ReturnType<typeof findingCells>) =>
  sql`with ${cells}, of_team as (
      select team_id, measure, at, tool, kind, phase, severity, priority, days, first_look, sum(n) as n
      from changes group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    insert into insight_cell (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look, n)
    select s.scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look, sum(n)
    from of_team c join insight_scope s on s.team_id = c.team_id
      and (c.measure <> ${MEASURES.dueDays}::int or s.scope_id = ${COMPANY}::uuid)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(n) <> 0`.execute(tx);
