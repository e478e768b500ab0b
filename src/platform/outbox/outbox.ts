import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Job } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import { LANE_JOB, resume } from './plan.ts';
import { workOnLane } from './work-on-lane.ts';

export interface ActContext {
  id: string;
  lane: string;
  /** Performing twice must do once: a worker may die after the act and before it is marked done. */
  idempotencyKey: string;
  /** It was begun before and nobody knows how that ended: ask the other system before doing it again. */
  maybeDone: boolean;
  log: Log;
}

/**
 * Performs one act. `LK-NETWORK` and `LK-ANSWER` (it may pass), `LK-RATE-LIMITED`, and `LK-CONNECTION`, `LK-SECRET`,
 * `LK-ADDRESS-REFUSED` (a person has to mend it) make the lane wait; another AppError that is not retryable parks the
 * act at once; any other error is tried again. `LK-RATE-LIMITED`, `LK-CONNECTION` and `LK-REFUSED` say that nothing
 * was done.
 */
export type ActHandler = (payload: Record<string, unknown>, context: ActContext) => Promise<void>;

export interface OutboxOptions<Schema> {
  db: Kysely<Schema>;
  handlers: Readonly<Record<string, ActHandler>>;
  /** Acts of one lane at work at once. */
  concurrency?: number;
  now?: () => Date;
  random?: () => number;
}

export interface Outbox {
  /** The job that performs the acts of a lane; give it to the workers. */
  lane: Job<{ lane: string }>;
  /** Wakes lanes whose job was lost; see `RESUME_LANES_CRON`. */
  resume: Job<object>;
}

/** A lane whose job was lost is asleep for a minute at most. */
export const RESUME_LANES_CRON = '* * * * * resume-lanes';

/** Performs planned acts outside any transaction, each at least once; see `plan`. */
export function createOutbox<Schema>(options: OutboxOptions<Schema>): Outbox {
  return {
    lane: {
      name: LANE_JOB,
      payload: z.object({ lane: z.string() }),
      run: ({ lane }, context) => workOnLane(options, lane, context),
    },
    resume: {
      name: 'resume-lanes',
      payload: z.object({}).loose(),
      async run(_, { log }) {
        const lanes = await resume(options.db);
        if (lanes > 0) log.warn({ lanes }, 'lanes of the outbox had lost their job and go on');
      },
    },
  };
}
