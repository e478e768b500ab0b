import type { Transaction } from 'kysely';
import type { DB } from '../schema.gen.ts';
import { changeEvents, changesOf } from './changes.ts';
import { fileTickets } from './filing/file-tickets.ts';
import { keepPace } from './pacing/keep-pace.ts';
import { type PlannedFix, plan } from './plan.ts';
import type { TicketDeps } from './plan-scan.ts';
import { storePlan } from './store.ts';

/**
 * Brings tickets to what fixes say now; the caller holds the locks of their targets.
 */
export async function carryOut(
  tx: Transaction<DB>,
  deps: Omit<TicketDeps, 'db'>,
  fixes: readonly PlannedFix[],
): Promise<void> {
  const { ids, clock, publishAll } = deps;
  const now = clock.now();
  const planned = plan(fixes);
  const made = await storePlan(
    tx,
    ids,
    { ...planned, create: await keepPace(tx, planned.create, fixes, now) },
    now,
  );
  await fileTickets(tx, deps, [
    ...made,
    ...planned.change.map(({ id }) => id),
    ...planned.tell.map(({ ticketId }) => ticketId),
  ]);
  await publishAll?.(tx, changeEvents(changesOf(planned, fixes, made), now));
}
