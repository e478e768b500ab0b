import type { Transaction } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../../kernel/errors.ts';
import { enqueue, type Job } from '../../../platform/jobs/jobs.ts';
import type { DB } from '../../schema.gen.ts';
import type { FeedSource } from './feed-sources.ts';
import { type RefreshDeps, refreshFeed } from './refresh-feed.ts';

const REFRESH_INTEL = 'refresh-intel';
const REFRESH_FEED = 'refresh-feed';
const MAX_ATTEMPTS = 5;
/** Line for the workers' crontab (UTC): daily, when FIRST and CISA have published. */
export const REFRESH_INTEL_CRON = `17 18 * * * ${REFRESH_INTEL}`;

export type IntelJobDeps = Omit<RefreshDeps, 'progress'> & {
  /** What is configured; a feed that is not is left alone. */
  feeds: readonly FeedSource[];
};

/** Asks for a refresh of all feeds soon, e.g. at start; one that waits already is replaced. */
export const scheduleRefresh = (tx: Transaction<DB>): Promise<void> =>
  enqueue(tx, REFRESH_INTEL, {}, { key: REFRESH_INTEL, maxAttempts: MAX_ATTEMPTS });

/** Of one feed's job: it waits once. */
export const feedKey = (name: string): string => `${REFRESH_FEED}:${name}`;

/** The same for one. */
export const scheduleFeed = (tx: Transaction<DB>, name: string): Promise<void> =>
  enqueue(tx, REFRESH_FEED, { name }, { key: feedKey(name), maxAttempts: MAX_ATTEMPTS });

/** Each feed has its own job: one that fails stops no other and is tried again alone. */
export const refreshIntelJob = ({ db, feeds }: Pick<IntelJobDeps, 'db' | 'feeds'>): Job<object> => ({
  name: REFRESH_INTEL,
  payload: z.object({}).loose(),
  maxAttempts: MAX_ATTEMPTS,
  run: () =>
    db.transaction().execute(async (tx) => {
      for (const { name } of feeds) await scheduleFeed(tx, name);
    }),
});

/** Refreshes one feed. One that is refused keeps what is held. */
export const refreshFeedJob = (deps: IntelJobDeps): Job<{ name: string }> => ({
  name: REFRESH_FEED,
  payload: z.object({ name: z.string() }),
  maxAttempts: MAX_ATTEMPTS,
  run: async ({ name }, { log }) => {
    const feed = deps.feeds.find((one) => one.name === name);
    // It was taken out of the configuration since.
    if (!feed) return;
    const progress = (stage: string, detail: object) => log.info(detail, stage);
    const result = await refreshFeed({ ...deps, progress }, feed);
    if (result.state !== 'refused') return log.info({ feed: result }, 'feed refreshed');
    log.warn({ feed: result }, 'feed refused, the last good one stays');
    if (!result.reachable) throw new AppError('LK-NETWORK', `No answer from the source of ${name}.`);
  },
});
