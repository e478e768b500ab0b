import { z } from 'zod';
import type { Job } from '../../../platform/jobs/jobs.ts';
import { lapseApprovals } from '../approvals/approvals.ts';
import { withdrawIdleDisputes } from './disputes.ts';
import { expireOverrides } from './expire-overrides.ts';
import type { MovingDeps } from './moving.ts';
import { watchOwnership } from './watch.ts';

/** Looks every minute whether owners may have changed. */
export const watchOwnershipJob = (deps: MovingDeps): Job<object> => ({
  name: 'ownership-watch',
  payload: z.object({}).loose(),
  // The next look is a minute away.
  maxAttempts: 1,
  async run(_payload, { log }) {
    const changed = await watchOwnership(deps);
    if (changed !== 0) log.info({ changed: changed ?? 'all' }, 'owners may have changed');
  },
});

/** How often what has run out is put aside; that it no longer counts is found by the minute. */
export const OWNERSHIP_DUE_CRON = '7 * * * * ownership-due';

/** Ends what has run out: overrides past their date, approvals nobody gave, disputes of what is fixed. */
export const ownershipDueJob = (deps: MovingDeps): Job<object> => ({
  name: 'ownership-due',
  payload: z.object({}).loose(),
  async run(_payload, { log }) {
    const ended = {
      overrides: await expireOverrides(deps),
      approvals: await lapseApprovals(deps),
      disputes: await withdrawIdleDisputes(deps),
    };
    if (Object.values(ended).some((count) => count > 0)) log.info(ended, 'what had run out was ended');
  },
});
