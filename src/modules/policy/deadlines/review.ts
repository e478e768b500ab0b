import { DAY_MS, LAST_MS, parseMoment } from './moment.ts';

/**
 * The next multiple of a period after now, counted from detection: it stays the same until it has come.
 * @returns milliseconds; null where no date can name it
 */
export function nextReview(detectedMs: number, now: string | null, periodDays: number): number | null {
  const periodMs = periodDays * DAY_MS;
  const passed = Math.floor(((parseMoment(now) ?? detectedMs) - detectedMs) / periodMs);
  const reviewMs = detectedMs + (Math.max(passed, 0) + 1) * periodMs;
  return reviewMs <= LAST_MS ? reviewMs : null;
}
