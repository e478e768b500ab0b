import { z } from 'zod';
import type { Job } from '../../platform/jobs/jobs.ts';
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
