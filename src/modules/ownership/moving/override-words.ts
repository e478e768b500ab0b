import { AppError } from '../../../kernel/errors.ts';
import { compilePattern } from '../pattern.ts';
import type { OverridePlace } from './place-of-finding.ts';

const DAY_MS = 86_400_000;
/** A year from any day: a word that nobody repeats is not true for ever. */
export const MOST_DAYS = 366;

/**
 * When it ends.
 * @param until ISO 8601; without it so many days from now
 * @throws AppError LK-VALIDATION for the past and for more than a year
 */
export function expiryWithin(until: string | undefined, now: Date, defaultDays: number): Date {
  if (until === undefined) return new Date(now.getTime() + defaultDays * DAY_MS);
  const expiresAt = new Date(until);
  const days = (expiresAt.getTime() - now.getTime()) / DAY_MS;
  if (!(days > 0 && days <= MOST_DAYS))
    throw new AppError('LK-VALIDATION', 'until: name a time to come, at most a year away');
  return expiresAt;
}

/** @throws AppError LK-VALIDATION for what no path could match */
export function checkedPlace(place: OverridePlace): OverridePlace {
  if ('resource' in place || place.pattern === '') return place;
  const compiled = compilePattern(place.pattern, 'github');
  if (!compiled.ok) throw new AppError('LK-VALIDATION', `pattern: ${compiled.why}`);
  return place;
}
