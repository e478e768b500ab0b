import { sql, type Transaction } from 'kysely';
import type { IdSource } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { correlateTouched } from '../correlation/correlate-touched.ts';
import { recordEvents } from '../store-write.ts';
import type { Coverings } from './coverings.ts';

interface Covered {
  id: string;
  fixId: string | null;
  exceptionId: string;
}

/**
 * What another tool tells of a finding that was let off is let off with it. Inside the transaction of a scan that holds
 * the target's lock, once its findings are correlated; without exceptions it costs nothing.
 * @returns fixes that lost a finding, to be refreshed by the caller
 */
export async function coverCompanions(
  tx: Transaction<DB>,
  ids: IdSource,
  coverings: Coverings,
  said: { targetId: string; at: string; actor: string; scanId: string | null },
): Promise<Set<string>> {
  if (coverings.isEmpty) return new Set();
  const { rows } = await sql<Covered>`
    update finding o set state = 'excepted', exception_id = e.id, changed_at = greatest(o.changed_at, ${said.at})
    from exception e
    join finding f on f.id = e.finding_id and f.exception_id = e.id and f.state = 'excepted'
    join lateral (
      select m.id from finding m where m.lead_id = coalesce(f.lead_id, f.id) union all select f.lead_id
    ) g on true
    where e.target_id = ${said.targetId} and e.state = 'granted' and e.scope = 'finding'
      and o.id = g.id and o.state in ('open', 'reopened') and o.priority >= e.ceiling
    returning o.id, o.fix_id as "fixId", e.id as "exceptionId"`.execute(tx);
  if (rows.length === 0) return new Set();
  const events = rows.map(({ id, exceptionId }) => ({
    findingId: id,
    kind: 'excepted' as const,
    note: coverings.get(exceptionId)?.words ?? 'what it repeats was let off',
  }));
  await recordEvents(tx, ids, said, events);
  const findingIds = rows.map(({ id }) => id);
  const fixIds = await correlateTouched(tx, ids, { ...said, findingIds });
  for (const { fixId } of rows) if (fixId !== null) fixIds.add(fixId);
  return fixIds;
}
