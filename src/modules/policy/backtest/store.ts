import { type Kysely, sql, type Transaction } from 'kysely';
import type { Backtest, BacktestResult } from '../../../contract/policy-backtest.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';

type Db = Kysely<DB>;
type Tx = Transaction<DB>;
type State = Backtest['state'];

/** Kept for its readers so long; the next one that is asked for removes older ones. */
const KEPT = sql`interval '90 days'`;

export async function insertBacktest(
  tx: Tx,
  row: { id: string; document: string; askedBy: string; askedAt: Date },
): Promise<void> {
  await sql`delete from policy_backtest where asked_at < ${row.askedAt}::timestamptz - ${KEPT}`.execute(tx);
  await tx
    .insertInto('policy_backtest')
    .values({
      id: row.id,
      document: row.document,
      asked_by: row.askedBy,
      asked_at: row.askedAt,
      state: 'waiting',
    })
    .execute();
}

export async function findBacktest(db: Db, id: string): Promise<Backtest | undefined> {
  const row = await db
    .selectFrom('policy_backtest')
    .select(['id', 'state', 'asked_by', 'asked_at', 'ended_at', 'done', 'total', 'result', 'error'])
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: toPublicId('backtest', row.id),
      state: row.state as State,
      askedBy: row.asked_by,
      askedAt: row.asked_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      done: row.done,
      total: row.total,
      result: row.result as BacktestResult | null,
      error: row.error,
    }
  );
}

/**
 * Begins, or begins again after a stop in the middle.
 * @returns the document; null when it was called off or is gone
 */
export async function beginBacktest(db: Db, id: string, total: number): Promise<string | null> {
  const row = await db
    .updateTable('policy_backtest')
    .set({ state: 'running', done: 0, total })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .returning('document')
    .executeTakeFirst();
  return row?.document ?? null;
}

/** @returns whether it goes on: false when it was called off */
export async function noteProgress(db: Db, id: string, done: number): Promise<boolean> {
  const row = await db
    .updateTable('policy_backtest')
    .set({ done })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What was called off meanwhile stays so. */
export async function endBacktest(
  db: Db,
  id: string,
  end: { state: State; at: Date; result?: BacktestResult; error?: string },
): Promise<boolean> {
  const row = await db
    .updateTable('policy_backtest')
    .set({
      state: end.state,
      ended_at: end.at,
      error: end.error ?? null,
      ...(end.result && {
        result: JSON.stringify(end.result),
        done: end.result.findings + end.result.unknown,
      }),
    })
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
