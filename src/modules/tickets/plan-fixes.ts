import { carryOut } from './carry-out.ts';
import { lockTargets } from './pacing/release.ts';
import type { TicketDeps } from './plan-scan.ts';
import { loadFixes, loadWaitingFor } from './store.ts';

/** What follows `fixes.changed`: tickets are brought to what a person has stated, and to their new owners. */
export async function planFixes(deps: TicketDeps, fixIds: readonly string[]): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const targets = await lockTargets(tx, fixIds);
    const fixes = await loadFixes(tx, fixIds);
    for (const target of targets) fixes.push(...(await loadWaitingFor(tx, target)));
    await carryOut(tx, deps, fixes);
    // What has moved is closed with the name of its new ticket, which may have been made just now.
    const moved = fixes.filter(({ movedTo, ticket }) => movedTo && ticket).map(({ id }) => id);
    if (moved.length > 0) await carryOut(tx, deps, await loadFixes(tx, moved));
  });
}
