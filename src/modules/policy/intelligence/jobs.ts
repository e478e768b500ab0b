import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import type { DB } from '../../schema.gen.ts';
import type { FeedName } from './feed-parse.ts';
import { type FetchBytes, refreshFeed } from './refresh-feed.ts';

const REFRESH_INTEL = 'refresh-intel';
/** Line for the workers' crontab (UTC): daily, when FIRST and CISA have published. */
export const REFRESH_INTEL_CRON = `17 18 * * * ${REFRESH_INTEL}`;

export interface RefreshDeps {
  db: Kysely<DB>;
  clock: Clock;
  fetchBytes: FetchBytes;
  /** Files or URLs, from LANEKEEPER_KEV and LANEKEEPER_EPSS; what is not set is left alone. */
  sources: Partial<Record<FeedName, string | undefined>>;
}

/** Asks for a refresh soon, e.g. at start; one that waits already is replaced. */
export const scheduleRefresh = (tx: Transaction<DB>): Promise<void> =>
  enqueue(tx, REFRESH_INTEL, {}, { key: REFRESH_INTEL, maxAttempts: 5 });

/** Refreshes the feeds that have a source. A feed that is refused keeps what is held. */
export const refreshIntelJob = (deps: RefreshDeps): Job<Record<string, never>> => ({
  name: REFRESH_INTEL,
  payload: z.object({}),
  maxAttempts: 5,
  run: async (_payload, { log }) => {
    const silent: string[] = [];
    for (const name of ['kev', 'epss'] as const) {
      const source = deps.sources[name];
      if (!source) continue;
      const result = await refreshFeed(deps.db, deps.fetchBytes, name, source, deps.clock.now());
      if (result.state !== 'refused') log.info({ feed: result }, 'feed refreshed');
      else {
        log.warn({ feed: result }, 'feed refused, the last good one stays');
        if (!result.reachable) silent.push(name);
      }
    }
    if (silent.length > 0)
      throw new AppError('LK-NETWORK', `No answer from the source of ${silent.join(' and ')}.`);
  },
});
