import { AppError } from '../../kernel/errors.ts';

/** A runner's clock may be ahead of ours, but not by more. */
const AHEAD_MS = 24 * 3_600_000;
/** Before the first scanner there was nothing to scan with. */
const EARLIEST = Date.UTC(1990, 0, 1);

/**
 * When a scan was run. One that claims to be from the future would make every honest one after it late.
 * @param told ISO 8601; absent = now
 * @throws AppError LK-VALIDATION for a time that cannot be
 */
export function timeOfScan(field: string, told: string | undefined, now: Date): Date {
  if (told === undefined) return now;
  const at = new Date(told);
  if (!(at.getTime() >= EARLIEST)) throw new AppError('LK-VALIDATION', `${field} is before 1990: ${told}`);
  if (at.getTime() > now.getTime() + AHEAD_MS)
    throw new AppError('LK-VALIDATION', `${field} is more than a day in the future: ${told}`);
  return at;
}
