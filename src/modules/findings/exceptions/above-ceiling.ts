import { sql } from 'kysely';
import { lockTarget } from '../target-lock.ts';
import { type ExceptionDeps, uncover } from './apply.ts';
import { aboveWords } from './words.ts';

interface Above {
  exceptionId: string;
  targetId: string;
  ids: string[];
}

/**
 * Opens again what has become more urgent than its exception may cover: whoever granted it could not have accepted
 * that. The exception goes on for the rest.
 * @param fixIds of what has changed
 * @returns how many
 */
export async function endAboveCeiling(deps: ExceptionDeps, fixIds: readonly string[]): Promise<number> {
  const { rows } = await sql<Above>`
    select f.exception_id as "exceptionId", f.target_id as "targetId", array_agg(f.id) as ids
    from finding f join exception e on e.id = f.exception_id
    where f.fix_id = any(${[...fixIds]}::uuid[]) and f.state = 'excepted' and f.priority < e.ceiling
      and e.state = 'granted'
    group by f.exception_id, f.target_id`.execute(deps.db);
  let opened = 0;
  for (const { exceptionId, targetId, ids } of rows) {
    opened += await deps.db.transaction().execute(async (tx) => {
      await lockTarget(tx, targetId);
      const ended = { id: exceptionId, because: aboveWords };
      return uncover(deps, tx, ended, { targetId, findingIds: ids, at: deps.clock.now() });
    });
  }
  return opened;
}
