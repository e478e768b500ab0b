import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import { noteFailure, openConnection, openConnections } from '../../connections/public.ts';
import { selectOneToRead } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { SweepDeps } from './deps.ts';
import { keepRead } from './keep.ts';
import { readRepository } from './read.ts';
import { codeHostOf, putOffUntil, sweep } from './sweep.ts';

const SWEEP = 'sweep-connection';
const SWEEP_ALL = 'sweep-all';
const READ = 'read-repository';

/** Line for the workers' crontab (UTC): in the night of most of the world's code. */
export const SWEEP_CRON = `40 1 * * * ${SWEEP_ALL}`;

/** A sweep takes one worker for minutes: one at a time leaves the others to the line. */
const SWEEP_QUEUE = 'sweep';
const READ_QUEUE = 'read-repository';
/** Network failures: with graphile-worker's waits the last try is an hour after the first. The night comes again. */
const ATTEMPTS = 8;
/** How soon to look whether the other sweep of the connection has ended. */
const BUSY_MS = 60_000;

export const sweepJobKey = (connectionId: string): string => `sweep:${connectionId}`;

/**
 * Plans a full look at a connection. One that waits already is replaced.
 * @param options.keepsTime the one that waits keeps its time: for what happens again and again
 */
export const scheduleSweep = (
  tx: Kysely<DB>,
  connectionId: string,
  options: { acceptVanished?: boolean; runAt?: Date; keepsTime?: boolean } = {},
): Promise<void> => {
  const { acceptVanished = false, runAt, keepsTime = false } = options;
  return enqueue(
    tx,
    SWEEP,
    { connectionId, acceptVanished },
    {
      queue: SWEEP_QUEUE,
      key: sweepJobKey(connectionId),
      maxAttempts: ATTEMPTS,
      keepsTime,
      ...(runAt && { runAt }),
    },
  );
};

/** Plans to read the files of one repository again; what is planned already keeps its time. */
export const scheduleRead = (tx: Kysely<DB>, repositoryId: string, runAt: Date): Promise<void> =>
  enqueue(
    tx,
    READ,
    { repositoryId },
    { queue: READ_QUEUE, key: `read:${repositoryId}`, maxAttempts: ATTEMPTS, keepsTime: true, runAt },
  );

/** Nightly: a full look at every code host, one after the other. */
export const sweepAllJob = (deps: SweepDeps): Job<object> => ({
  name: SWEEP_ALL,
  payload: z.object({}).loose(),
  async run() {
    // One that waits until its code host answers again keeps its time.
    for (const { id } of await openConnections(deps, 'codeHost'))
      await scheduleSweep(deps.db, id, { keepsTime: true });
  },
});

export const sweepJob = (deps: SweepDeps): Job<{ connectionId: string; acceptVanished: boolean }> => ({
  name: SWEEP,
  payload: z.object({ connectionId: z.uuid(), acceptVanished: z.boolean().default(false) }),
  async run({ connectionId, acceptVanished }, { signal, lastAttempt }) {
    try {
      const end = await sweep(deps, connectionId, { acceptVanished, signal });
      const runAt =
        end.state === 'waiting' ? end.continuesAt : end.state === 'busy' ? later(deps, BUSY_MS) : null;
      if (runAt) await scheduleSweep(deps.db, connectionId, { acceptVanished, runAt });
    } catch (error) {
      // A connection that was removed, or that a person has to mend: the night tries again.
      if (error instanceof AppError && (!error.card.retryable || lastAttempt)) return;
      throw error;
    }
  },
});

export const readRepositoryJob = (deps: SweepDeps): Job<{ repositoryId: string }> => ({
  name: READ,
  payload: z.object({ repositoryId: z.uuid() }),
  async run({ repositoryId }, { lastAttempt }) {
    const repository = await selectOneToRead(deps.db, { id: repositoryId });
    if (!repository) return;
    const { connectionId } = repository;
    try {
      const connection = await openConnection(deps, { id: connectionId });
      const read = await readRepository(codeHostOf(connection), repository);
      // Gone, or renamed meanwhile: the list tells.
      if ('gone' in read) await scheduleSweep(deps.db, connectionId, { keepsTime: true });
      else await keepRead(deps, [read]);
    } catch (error) {
      const until = putOffUntil(error, deps.clock.now());
      if (until) return scheduleRead(deps.db, repositoryId, until);
      if (!(error instanceof AppError) || (error.card.retryable && !lastAttempt)) throw error;
      if (error.code !== 'LK-NOT-FOUND') await noteFailure(deps, connectionId, error);
    }
  },
});

const later = ({ clock }: SweepDeps, ms: number): Date => new Date(clock.now().getTime() + ms);
