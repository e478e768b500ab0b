import { AppError } from '../../../kernel/errors.ts';
import type { Api } from '../../kit/api.ts';
import { isGithubsOwn } from '../settings.ts';

/**
 * What creates content is allowed 80 times a minute and 500 times an hour; every other write counts as five reads
 * ("Rate limits for the REST API", secondary rate limits).
 */
const CREATIONS_PER_SECOND = 80 / 60;
const WRITES_PER_SECOND = 3;
const PER_HOUR = 500;
const HOUR_MS = 3_600_000;

/** Times of creations in the last hour, by the host; a process more than one is what GitHub's own answers are for. */
const created = new Map<string, number[]>();

/**
 * The pace of a creation at GitHub's own servers; servers of one's own are asked at their own.
 * @throws AppError LK-RATE-LIMITED when the hour is full
 */
export function creationPace({ base, now }: Api): number | undefined {
  if (!isGithubsOwn(base)) return undefined;
  const at = now().getTime();
  const recent = (created.get(base) ?? []).filter((time) => time > at - HOUR_MS);
  if (recent.length >= PER_HOUR) {
    const retryAt = new Date(recent[0]! + HOUR_MS).toISOString();
    throw new AppError('LK-RATE-LIMITED', `GitHub takes ${PER_HOUR} issues and comments an hour`, {
      detail: { retryAt },
    });
  }
  created.set(base, [...recent, at]);
  return CREATIONS_PER_SECOND;
}

export const writePace = ({ base }: Api): number | undefined =>
  isGithubsOwn(base) ? WRITES_PER_SECOND : undefined;
