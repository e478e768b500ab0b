import type { SweepCounts, SweepState } from '../../../contract/connections.ts';
import { AppError } from '../../../kernel/errors.ts';
import { findConnection } from '../../connections/public.ts';
import type { SweepDeps } from './deps.ts';
import { sweepJobKey } from './jobs.ts';
import { selectSweep, selectSweepJob } from './store.ts';

const NOTHING_YET: SweepCounts = {
  pages: 0,
  unchangedPages: 0,
  repositories: 0,
  added: 0,
  renamed: 0,
  archived: 0,
  read: 0,
  changed: 0,
  problems: 0,
  says: [],
};

/** Where the full look at a connection stands. @throws AppError LK-NOT-FOUND */
export async function sweepStateOf(deps: Pick<SweepDeps, 'db' | 'clock'>, key: string): Promise<SweepState> {
  const connection = await findConnection(deps.db, { key });
  if (!connection) throw new AppError('LK-NOT-FOUND', `There is no connection called ${key}.`);
  const row = await selectSweep(deps.db, connection.id);
  const job = await selectSweepJob(deps.db, sweepJobKey(connection.id));
  return {
    ...(row?.told ?? NOTHING_YET),
    state: stateOf(row?.state ?? 'never', job, deps.clock.now()),
    begunAt: row?.begunAt.toISOString() ?? null,
    lookedAt: row?.lookedAt.toISOString() ?? null,
    continuesAt: row?.continuesAt?.toISOString() ?? null,
  };
}

/** A sweep that is under way writes its row only when it has something to tell: its job tells the rest. */
function stateOf(
  kept: SweepState['state'],
  job: { runAt: Date; running: boolean } | null,
  now: Date,
): SweepState['state'] {
  if (job?.running) return 'running';
  return job && (job.runAt <= now || kept === 'never') ? 'queued' : kept;
}
