import type { Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { keepPace } from './pacing/keep-pace.ts';
import { type PlannedFix, plan } from './plan.ts';
import { storePlan } from './store.ts';

/**
 * Brings tickets to what fixes say now; the caller holds the locks of their targets.
 */
export async function carryOut(
  tx: Transaction<DB>,
  { ids, clock }: { ids: IdSource; clock: Clock },
  fixes: readonly PlannedFix[],
): Promise<void> {
  const now = clock.now();
  const planned = plan(fixes);
  await storePlan(tx, ids, { ...planned, create: await keepPace(tx, planned.create, fixes, now) }, now);
}
