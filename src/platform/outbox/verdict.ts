import { AppError, type ErrorCode } from '../../kernel/errors.ts';

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
/** Whatever a system asks for: not at once, and tomorrow we ask again. */
const SHORTEST_ASKED_MS = 1000;
const LONGEST_ASKED_MS = 86_400_000;
const UNSAID_PAUSE_MS = 60_000;

/** Signs that the system as a whole does not serve us; most pass by themselves, some need a person. */
const MAY_PASS = new Set<ErrorCode>(['LK-NETWORK', 'LK-ANSWER']);
const TO_BE_MENDED = new Set<ErrorCode>(['LK-CONNECTION', 'LK-SECRET', 'LK-ADDRESS-REFUSED']);

/**
 * What to do after a failure. Pure.
 * @param failures of the lane in a row, before this one: the first may be the act's own fault and counts against it,
 *   the next are the lane's. An act that fails alone fails between successes of others, so that each counts.
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
    const until = after(askedFor(error, now));
    return { retryAt: until, counted: false, pauseUntil: until };
  }
  const pause = pauseAfter(code, failures);
  if (pause === null && error instanceof AppError && !error.card.retryable)
    return { retryAt: null, counted: true, pauseUntil: null };
  const counted = pause === null || failures === 0;
  const tried = counted ? attempts + 1 : attempts;
  if (counted && tried >= MAX_ATTEMPTS) return { retryAt: null, counted, pauseUntil: null };
  const spread = 0.75 + random / 2;
  const wait = counted ? Math.min(LONGEST_WAIT_MS, 1000 * Math.exp(tried)) : 0;
  // Not before the lane goes on: by then others were due earlier, and one of them tries the lane.
  return {
    retryAt: after(Math.max(wait, pause ?? 0) * spread),
    counted,
    pauseUntil: pause === null ? null : after(pause * spread),
  };
}

/** How long the whole lane waits; null: what went wrong is the act's own. */
function pauseAfter(code: ErrorCode | null, failures: number): number | null {
  if (code === null) return null;
  if (TO_BE_MENDED.has(code)) return MENDING_PAUSE_MS;
  return MAY_PASS.has(code) ? Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures) : null;
}

function askedFor(error: unknown, now: Date): number {
  const detail = error instanceof AppError ? error.detail : undefined;
  const at = typeof detail?.['retryAt'] === 'string' ? Date.parse(detail['retryAt']) : Number.NaN;
  if (Number.isNaN(at)) return UNSAID_PAUSE_MS;
  return Math.min(LONGEST_ASKED_MS, Math.max(SHORTEST_ASKED_MS, at - now.getTime()));
}
