import type { SweepState } from '../../../contract/connections.ts';
import { AppError } from '../../../kernel/errors.ts';
import { jobOfKey } from '../../../platform/jobs/jobs.ts';
import { findConnection } from '../../connections/public.ts';
import type { SweepDeps } from './deps.ts';
import { sweepJobKey } from './jobs.ts';
import { nothingYet } from './progress.ts';
import { selectSweep } from './store.ts';

/** Where the full look at a connection stands. @throws AppError LK-NOT-FOUND */
export async function sweepStateOf(deps: Pick<SweepDeps, 'db' | 'clock'>, key: string): Promise<SweepState> {
  const connection = await findConnection(deps.db, { key });
  if (!connection) throw new AppError('LK-NOT-FOUND', `There is no connection called ${key}.`);
  const row = await selectSweep(deps.db, connection.id);
  const job = await jobOfKey(deps.db, sweepJobKey(connection.id));
  return {
    ...(row?.told ?? nothingYet()),
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
