import type { Clock } from '../../kernel/clock.ts';
import { type Database, lockFor } from '../../platform/database/database.ts';
import { refreshStatistics } from '../../platform/database/statistics.ts';
import type { PublishAll } from '../../platform/outbox/events.ts';
import type { DB } from '../schema.gen.ts';
import { carryOut } from './carry-out.ts';
import type { FilingDeps } from './filing/file-tickets.ts';
import { loadChangedFixes, loadWaitingFor } from './store.ts';

export interface TicketDeps extends FilingDeps {
  db: Database<DB>;
  clock: Clock;
  /** Without it, nobody is told of what tickets become. */
  publishAll?: PublishAll<DB>;
}

/** What follows `scan.decided`: tickets are brought to what the scan's fixes say now. */
export async function planScan(
  deps: TicketDeps,
  { scanId, targetId }: { scanId: string; targetId: string },
): Promise<void> {
  const planned = await deps.db.transaction().execute(async (tx) => {
    // Two scans of one target plan one after the other: no ticket is made twice or changed from an old state.
    await lockFor(tx, 'tickets', targetId);
    const changed = await loadChangedFixes(tx, scanId);
    const waiting = await loadWaitingFor(tx, targetId);
    await carryOut(tx, deps, [...changed, ...waiting]);
    return changed.length;
  });
  // The whole queue goes out next, ticket by ticket.
  await refreshStatistics(deps.db, ['ticket', 'filing', 'outbox'], planned);
}
