import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import { noteFailure, openConnection, openConnections } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import { directoryOf, syncDirectory } from './sync.ts';
import type { DirectoryDeps } from './sync-deps.ts';

const SYNC = 'sync-directory';
const SYNC_ALL = 'sync-all-directories';

/** Line for the workers' crontab (UTC): before code hosts are swept, so that their teams are known. */
export const DIRECTORY_CRON = `20 1 * * * ${SYNC_ALL}`;

/** One directory at a time leaves the other workers to the line. */
const QUEUE = 'directory';
/** Network failures: with graphile-worker's waits the last try is an hour after the first. The night comes again. */
const ATTEMPTS = 8;
/** How soon to look whether the other sync of the connection has ended. */
const BUSY_MS = 60_000;
/** Changes come in bursts: we look when they are over. */
const AFTER_HINT_MS = 60_000;

export const syncJobKey = (connectionId: string): string => `directory:${connectionId}`;

interface SyncPayload {
  connectionId: string;
  acceptVanished: boolean;
  by: string;
}

/**
 * Plans to read a directory. One that waits already is replaced.
 * @param options.keepsTime the one that waits keeps its time: for what happens again and again
 */
export const scheduleDirectorySync = (
  tx: Kysely<DB>,
  connectionId: string,
  options: Partial<Omit<SyncPayload, 'connectionId'>> & { runAt?: Date; keepsTime?: boolean } = {},
): Promise<void> => {
  const { acceptVanished = false, by = 'lanekeeper', runAt, keepsTime = false } = options;
  return enqueue(tx, SYNC, { connectionId, acceptVanished, by } satisfies SyncPayload, {
    queue: QUEUE,
    key: syncJobKey(connectionId),
    maxAttempts: ATTEMPTS,
    keepsTime,
    ...(runAt && { runAt }),
  });
};

/** Nightly: every directory that is meant to tell of people and teams. */
export const syncAllDirectoriesJob = (deps: DirectoryDeps): Job<object> => ({
  name: SYNC_ALL,
  payload: z.object({}).loose(),
  async run() {
    for (const connection of await openConnections(deps, 'directory')) {
      const { id, connector, context } = connection;
      try {
        if (connector.directory!(context)) await scheduleDirectorySync(deps.db, id, { keepsTime: true });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        await noteFailure(deps, id, error);
      }
    }
  },
});

export const syncDirectoryJob = (deps: DirectoryDeps): Job<SyncPayload> => ({
  name: SYNC,
  payload: z.object({
    connectionId: z.uuid(),
    acceptVanished: z.boolean().default(false),
    by: z.string().default('lanekeeper'),
  }),
  async run({ connectionId, acceptVanished, by }, { signal, lastAttempt }) {
    try {
      const end = await syncDirectory(deps, connectionId, { acceptVanished, by, ...(signal && { signal }) });
      const runAt =
        end.state === 'waiting' ? end.continuesAt : end.state === 'busy' ? later(deps, BUSY_MS) : null;
      if (runAt) await scheduleDirectorySync(deps.db, connectionId, { acceptVanished, by, runAt });
    } catch (error) {
      // A connection that was removed, or that a person has to mend: the night tries again.
      if (error instanceof AppError && (!error.card.retryable || lastAttempt)) return;
      throw error;
    }
  },
});

/** `directory.changed`: somebody said that teams changed there. It only says where to look. */
export const directoryChanged = z.object({ connectionId: z.uuid() });

export async function followDirectoryHint(
  deps: DirectoryDeps,
  { connectionId }: z.infer<typeof directoryChanged>,
): Promise<void> {
  try {
    directoryOf(await openConnection(deps, { id: connectionId }));
  } catch (error) {
    // Not a directory, or gone: there is nothing to look at.
    if (error instanceof AppError && !error.card.retryable) return;
    throw error;
  }
  await scheduleDirectorySync(deps.db, connectionId, { runAt: later(deps, AFTER_HINT_MS), keepsTime: true });
}

const later = ({ clock }: DirectoryDeps, ms: number): Date => new Date(clock.now().getTime() + ms);
