import { sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';

type Tx = Transaction<DB>;

/** Two findings of one target, the smaller id first, as verdicts are kept. */
export interface Pair {
  targetId: string;
  ids: [string, string];
}

export async function targetsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('finding').select(['id', 'target_id']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, target_id }) => [id, target_id]));
}

/** What was decided of the two until now no longer holds. @returns the verdict that was undone, or null */
export async function undoVerdict(
  tx: Tx,
  { ids }: Pair,
  by: { actor: string; at: Date },
): Promise<'same' | 'different' | null> {
  const { rows } = await sql<{ verdict: 'same' | 'different' }>`
    update correlation_verdict set undone_at = ${by.at}, undone_by = ${by.actor}
    where finding_id = ${ids[0]} and other_id = ${ids[1]} and undone_at is null
    returning verdict`.execute(tx);
  return rows[0]?.verdict ?? null;
}

export async function insertVerdict(
  tx: Tx,
  pair: Pair,
  entry: { id: string; verdict: 'same' | 'different'; actor: string; reason: string | null; at: Date },
): Promise<void> {
  const [finding_id, other_id] = pair.ids;
  await tx
    .insertInto('correlation_verdict')
    .values({ ...entry, target_id: pair.targetId, finding_id, other_id })
    .execute();
}
