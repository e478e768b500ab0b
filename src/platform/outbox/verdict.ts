import { AppError } from '../../kernel/errors.ts';

/** What follows from a failure. */
export interface Verdict {
  /** The act is tried again at this time; null: it is parked for a person. */
  retryAt: Date | null;
  /** Whether it counts against the act: what is wrong with the whole lane does not. */
  counted: boolean;
  /** The whole lane waits until then. */
  pauseUntil: Date | null;
}

/** With the waits below: the last try is about two hours after the first. */
export const MAX_ATTEMPTS = 10;
const LONGEST_WAIT_MS = 3_600_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** A connection that a person has to mend is tried now and then: they need not come back to say so. */
const MENDING_PAUSE_MS = 5 * 60_000;

/**
 * What to do after a failure. Pure.
 * @param failures of the lane in a row, before this one: the first may be the act's own fault, several are the lane's
 * @param random between 0 and 1: many that failed together do not come back together
 */
export function judgeFailure(
  error: unknown,
  facts: { attempts: number; failures: number; now: Date; random: number },
): Verdict {
  const { attempts, failures, now, random } = facts;
  const after = (ms: number) => new Date(now.getTime() + ms);
  const code = error instanceof AppError ? error.code : null;
  if (code === 'LK-RATE-LIMITED') {
    const until = retryAtOf(error) ?? after(60_000);
    return { retryAt: until, counted: false, pauseUntil: until };
  }
  if (code === 'LK-CONNECTION' || code === 'LK-SECRET') {
    const until = after(MENDING_PAUSE_MS);
    return { retryAt: until, counted: false, pauseUntil: until };
  }
  if (error instanceof AppError && !error.card.retryable)
    return { retryAt: null, counted: true, pauseUntil: null };
  const counted = code !== 'LK-NETWORK' || failures === 0;
  const tried = counted ? attempts + 1 : attempts;
  if (tried >= MAX_ATTEMPTS) return { retryAt: null, counted, pauseUntil: null };
  const wait = Math.min(LONGEST_WAIT_MS, 1000 * Math.exp(tried)) * (0.75 + random / 2);
  const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures) * (0.75 + random / 2);
  return { retryAt: after(wait), counted, pauseUntil: code === 'LK-NETWORK' ? after(pause) : null };
}

function retryAtOf(error: unknown): Date | null {
  const detail = error instanceof AppError ? (error.detail as { retryAt?: unknown } | undefined) : undefined;
  const at = typeof detail?.retryAt === 'string' ? new Date(detail.retryAt) : null;
  return at && !Number.isNaN(at.getTime()) ? at : null;
}
