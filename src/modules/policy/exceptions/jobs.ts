import { z } from 'zod';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { ExceptionsDeps } from './context.ts';
import { exceptionsDue } from './due.ts';

/** Hourly, away from the other clocks. */
export const EXCEPTIONS_DUE_CRON = '53 * * * * exceptions-due';

/** Ends exceptions whose time is over and reminds of those that end soon. */
export const exceptionsDueJob = (deps: ExceptionsDeps): Job<object> => ({
  name: 'exceptions-due',
  payload: z.object({}).loose(),
  async run(_payload, { log }) {
    const done = await exceptionsDue(deps);
    if (done.ended + done.reminded > 0) log.info(done, 'exceptions ended or were reminded of');
  },
});
