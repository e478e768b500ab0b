import { z } from 'zod';
import { forgetEndedSessions, forgetPipelineTokens, resealSignIn } from '../modules/access/public.ts';
import { forgetDeliveries, resealSecrets } from '../modules/connections/public.ts';
import { forgetBranches } from '../modules/findings/public.ts';
import { forgetEmptyCells } from '../modules/insight/public.ts';
import { forgetReports, requeueWaitingScans } from '../modules/intake/public.ts';
import { forgetNotices } from '../modules/notify/public.ts';
import { forgetAnswers } from '../platform/http/idempotency-store.ts';
import { clearIdleQueues, type Job } from '../platform/jobs/jobs.ts';
import { forgetDoneActs } from '../platform/outbox/keep-acts.ts';
import type { House } from './house.ts';

const DAY_MS = 86_400_000;

/** Kept answers of idempotent requests: repeats come within minutes. */
const ANSWERS_KEPT_MS = 3 * DAY_MS;

/** What is known of a branch goes some time after its last scan. */
const BRANCHES_KEPT_MS = 30 * DAY_MS;

/** Nobody presses a button under a message of last season. */
const NOTICES_KEPT_MS = 90 * DAY_MS;

/** Removes what need not be kept any longer, and says what it did. */
export const nightlyJob = ({ database, clock, log, config, line, connections }: House): Job<object> => ({
  name: 'nightly',
  payload: z.object({}).loose(),
  async run() {
    // A scan whose last attempt met an absent database waits without a job.
    await requeueWaitingScans(line);
    const removed = {
      answers: await forgetAnswers(database.pool, new Date(clock.now().getTime() - ANSWERS_KEPT_MS)),
      webhooks: await forgetDeliveries(connections),
      sessions: await forgetEndedSessions(database.db, clock.now()),
      pipelineTokens: await forgetPipelineTokens(database.db, clock.now()),
      notices: await forgetNotices(database.db, new Date(clock.now().getTime() - NOTICES_KEPT_MS)),
      queues: await clearIdleQueues(database.url),
      branches: await forgetBranches(database.db, new Date(clock.now().getTime() - BRANCHES_KEPT_MS)),
      // What went out did so in real time, whatever the house's clock says.
      deliveries: await forgetDoneActs(
        database.db,
        new Date(Date.now() - config.LANEKEEPER_DELIVERIES_DAYS * DAY_MS),
      ),
      cells: await forgetEmptyCells(database.db),
      reports: await forgetReports(line, config.LANEKEEPER_RETENTION_DAYS),
    };
    const resealed = (await resealSecrets(connections)) + (await resealSignIn(connections));
    if (resealed > 0) log.info({ resealed }, 'nightly: secrets are sealed under the new key');
    log.info(removed, 'nightly: removed what is no longer needed');
  },
});
