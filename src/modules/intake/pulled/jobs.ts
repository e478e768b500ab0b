import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import { type HostChanged, noteFailure, openConnections } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';
import { listSources, type PullDeps, pullWanted } from './pull.ts';
import { wantSources } from './store.ts';

const PULL = 'pull-alerts';
const PULL_ALL = 'pull-all-alerts';

/** Line for the workers' crontab (UTC): webhooks tell what is new at once, this finds what they missed. */
export const PULL_CRON = `25 * * * * ${PULL_ALL}`;

/** One connection after the other: a pull takes a worker for minutes. */
const QUEUE = 'pull-alerts';
/** The next hour comes anyway. */
const ATTEMPTS = 5;
/** Alerts come in bursts: we look when they are over. */
const HINT_MS = 15_000;

/** @param list whether to ask first what there is to pull */
export const schedulePull = (
  db: Kysely<DB>,
  connectionId: string,
  { list, runAt }: { list: boolean; runAt?: Date },
): Promise<void> =>
  enqueue(
    db,
    PULL,
    { connectionId, list },
    {
      queue: QUEUE,
      key: `pull:${list ? 'list' : 'wanted'}:${connectionId}`,
      maxAttempts: ATTEMPTS,
      keepsTime: true,
      ...(runAt && { runAt }),
    },
  );

/** Hourly: everything that there is to pull. */
export const pullAllAlertsJob = (deps: PullDeps): Job<object> => ({
  name: PULL_ALL,
  payload: z.object({}).loose(),
  async run() {
    for (const { id } of await openConnections(deps, 'alerts'))
      await schedulePull(deps.db, id, { list: true });
  },
});

export const pullAlertsJob = (deps: PullDeps): Job<{ connectionId: string; list: boolean }> => ({
  name: PULL,
  payload: z.object({ connectionId: z.uuid(), list: z.boolean() }),
  async run({ connectionId, list }, { signal, lastAttempt }) {
    try {
      if (list) await listSources(deps, connectionId);
      const end = await pullWanted(deps, connectionId, signal);
      if (end.state === 'more') await schedulePull(deps.db, connectionId, { list: false, runAt: end.until });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // It was removed or switched off: there is nothing to pull any more.
      if (error.code === 'LK-NOT-FOUND') return;
      await noteFailure(deps, connectionId, error);
      const retryAt = new Date(String(error.detail?.['retryAt']));
      if (error.code === 'LK-RATE-LIMITED' && !Number.isNaN(retryAt.getTime()))
        return schedulePull(deps.db, connectionId, { list, runAt: retryAt });
      // What a person has to mend is not tried again before the next hour.
      if (error.card.retryable && !lastAttempt) throw error;
    }
  },
});

/** Follows a webhook's hint: what it names is pulled again, a little later. */
export async function followAlerts(deps: PullDeps, { connectionId, event }: HostChanged): Promise<void> {
  if (event.type !== 'alerts') return;
  const now = deps.clock.now();
  const wanted = await wantSources(deps.db, connectionId, event, now);
  const runAt = new Date(now.getTime() + HINT_MS);
  // Nothing that we know of: the list tells whether it is new.
  await schedulePull(deps.db, connectionId, { list: wanted === 0, runAt });
}
