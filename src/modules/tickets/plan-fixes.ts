import { lockFor } from '../../platform/database/database.ts';
import { plan } from './plan.ts';
import type { TicketDeps } from './plan-scan.ts';
import { loadFixes, loadWaitingFor, storePlan } from './store.ts';

/** What follows `fixes.changed`: tickets are brought to what a person has stated, and to their new owners. */
export async function planFixes({ db, ids, clock }: TicketDeps, fixIds: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const targets = await tx
      .selectFrom('v_findings_fix')
      .select('target_id')
      .distinct()
      .where('id', 'in', [...fixIds])
      // In one order, so that two plans that need the same targets wait for each other instead of for ever.
      .orderBy('target_id')
      .execute();
    for (const { target_id } of targets) await lockFor(tx, 'tickets', target_id);
    const fixes = await loadFixes(tx, fixIds);
    for (const { target_id } of targets) fixes.push(...(await loadWaitingFor(tx, target_id)));
    await storePlan(tx, ids, plan(fixes), clock.now());
    // What has moved is closed with the name of its new ticket, which may have been made just now.
    const moved = fixes.filter(({ movedTo, ticket }) => movedTo && ticket).map(({ id }) => id);
    if (moved.length > 0) await storePlan(tx, ids, plan(await loadFixes(tx, moved)), clock.now());
  });
}
