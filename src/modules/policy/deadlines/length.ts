import type { Duration } from '../document/sections/shapes.ts';
import { addMonths, addWorkingDays, type Calendar } from './calendar.ts';
import { DAY_MS, LAST_MS } from './moment.ts';

/** How long a clock runs: days of 24 hours, working days, or calendar months. */
export type Length = Duration | { months: number };

/** Ends of lengths that need a calendar: findings of a scan share them. */
const MAX_ENDS = 2000;
const ends = new WeakMap<Calendar, Map<string, number | null>>();

/** @returns milliseconds; null where no date of four-digit years can name it */
export function endOf(calendar: Calendar, startMs: number, length: Length): number | null {
  if ('days' in length && !length.working) {
    const ms = startMs + length.days * DAY_MS;
    return ms <= LAST_MS ? ms : null;
  }
  const known = ends.get(calendar) ?? new Map<string, number | null>();
  const key = `${startMs} ${'months' in length ? `m${length.months}` : length.days}`;
  let ms = known.get(key);
  if (ms === undefined) {
    if (known.size >= MAX_ENDS) known.clear();
    ms =
      'months' in length
        ? addMonths(calendar, startMs, length.months)
        : addWorkingDays(calendar, startMs, length.days);
    ends.set(calendar, known.set(key, ms));
  }
  return ms;
}

/** `7` -> "7 days", half a day -> "12 hours", working days and months by their name. */
export function describeLength(length: Length): string {
  if ('months' in length) return counted(length.months, 'month');
  if (length.working) return counted(length.days, 'working day');
  if (Number.isInteger(length.days)) return counted(length.days, 'day');
  return counted(Math.round(length.days * 24 * 100) / 100, 'hour');
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
