import type { z } from 'zod';
import type { fixCurve } from '../../../contract/insights/time-to-fix.ts';
import type { Priority } from '../../../kernel/decision.ts';
import { addDays, daysBetween } from '../asking/calendar.ts';
import { type Day, dayReached, kaplanMeier } from '../statistics/survival.ts';

export type FixCurve = z.infer<typeof fixCurve>;

/** Fixed in `days` whole days. */
export interface FixedCell {
  days: number;
  n: number;
}
/** Open since the week that begins on `at`. */
export interface WaitingCell {
  at: string;
  n: number;
}

/** Whole days that something of a week has been open: from the middle of that week, since the day itself is not kept. */
export const ageInDays = (monday: string, today: string): number =>
  Math.max(0, daysBetween(addDays(monday, 3), today));

/** Pure. */
export function curveOf(
  priority: Priority,
  fixed: readonly FixedCell[],
  waiting: readonly WaitingCell[],
  today: string,
): FixCurve {
  const days: Day[] = [
    ...fixed.map(({ days, n }) => ({ days, fixed: n, open: 0 })),
    ...waiting.map(({ at, n }) => ({ days: ageInDays(at, today), fixed: 0, open: n })),
  ].filter((day) => day.fixed + day.open > 0);
  const steps = kaplanMeier(days);
  const sum = (key: 'fixed' | 'open') => days.reduce((all, day) => all + day[key], 0);
  const n = sum('fixed') + sum('open');
  const begin = steps[0]?.days === 0 || n === 0 ? [] : [{ days: 0, open: 1, low: 1, high: 1, atRisk: n }];
  return {
    priority,
    n,
    fixed: sum('fixed'),
    open: sum('open'),
    points: [...begin, ...steps],
    until: n === 0 ? null : days.reduce((most, day) => Math.max(most, day.days), 0),
    median: dayReached(steps, 0.5),
    p90: dayReached(steps, 0.1),
  };
}
