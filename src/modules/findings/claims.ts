import { sql, type Transaction } from 'kysely';
import type { DB } from '../schema.gen.ts';

type Tx = Transaction<DB>;

/**
 * Somebody closed the ticket of a fix: a claim that the next scan of its target verifies or refutes.
 * @param at null = they take it back
 */
export async function claimFix(tx: Tx, fixId: string, at: Date | null): Promise<void> {
  await sql`update fix set claimed_at = case when state = 'open' then ${at}::timestamptz end where id = ${fixId}`.execute(
    tx,
  );
}

/**
 * Claims that a complete scan refutes: made before it ran, and the tool still sees some of the fix. Marks their fixes
 * as changed by the scan, which is where the planner of tickets looks.
 * @returns whether there were any
 */
export async function refuteClaims(
  tx: Tx,
  {
    targetId,
    streamId,
    scanId,
    scannedAt,
  }: { targetId: string; streamId: string; scanId: string; scannedAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update fix x set claimed_at = null, changed_scan_id = ${scanId}
    where target_id = ${targetId} and claimed_at < ${scannedAt} and exists (select from finding f
      where f.fix_id = x.id and f.stream_id = ${streamId} and f.state in ('open', 'reopened') and f.absent_since is null)
    returning x.id`.execute(tx);
  return rows.length > 0;
}
