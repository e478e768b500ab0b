import type { DirectorySyncState } from '../../../contract/directory.ts';
import { AppError } from '../../../kernel/errors.ts';
import { jobOfKey } from '../../../platform/jobs/jobs.ts';
import { findConnection } from '../../connections/public.ts';
import type { DirectoryDeps } from './sync-deps.ts';
import { syncJobKey } from './sync-jobs.ts';
import { selectSync } from './sync-store.ts';

const NOTHING_YET = { people: 0, teams: 0, memberships: 0, applied: null, says: [] };

/** Where the reading of a directory stands. @throws AppError LK-NOT-FOUND */
export async function syncStateOf(
  { db, clock }: Pick<DirectoryDeps, 'db' | 'clock'>,
  key: string,
): Promise<DirectorySyncState> {
  const connection = await findConnection(db, { key });
  if (!connection) throw new AppError('LK-NOT-FOUND', `There is no connection called ${key}.`);
  const row = await selectSync(db, connection.id);
  const job = await jobOfKey(db, syncJobKey(connection.id));
  const kept = row?.state ?? 'never';
  const isQueued = job !== null && (job.runAt <= clock.now() || kept === 'never');
  return {
    ...(row?.told ?? NOTHING_YET),
    state: job?.running ? 'running' : isQueued ? 'queued' : kept,
    begunAt: row?.begunAt.toISOString() ?? null,
    endedAt: row?.endedAt?.toISOString() ?? null,
    continuesAt: row?.continuesAt?.toISOString() ?? null,
  };
}
