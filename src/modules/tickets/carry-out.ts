import type { Transaction } from 'kysely';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { PublishAll } from '../../platform/outbox/events.ts';
import type { DB } from '../schema.gen.ts';
import { changeEvents, changesOf } from './changes.ts';
import { keepPace } from './pacing/keep-pace.ts';
import { type PlannedFix, plan } from './plan.ts';
import { storePlan } from './store.ts';

/**
 * Brings tickets to what fixes say now; the caller holds the locks of their targets.
 */
export async function carryOut(
  tx: Transaction<DB>,
  { ids, clock, publishAll }: { ids: IdSource; clock: Clock; publishAll?: PublishAll<DB> },
  fixes: readonly PlannedFix[],
): Promise<void> {
  const now = clock.now();
  const planned = plan(fixes);
  const made = await storePlan(
    tx,
    ids,
    { ...planned, create: await keepPace(tx, planned.create, fixes, now) },
    now,
  );
  await publishAll?.(tx, changeEvents(changesOf(planned, fixes, made), now));
}
