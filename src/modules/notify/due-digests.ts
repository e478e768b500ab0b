import { DateTime } from 'luxon';
import type { Preference } from './preference.ts';

/** Days of the last digests, as the audience's calendar has them. */
export interface Round {
  dailyOn: string | null;
  weeklyOn: string | null;
}

export interface DueDigest {
  /** A weekly one tells what a daily one would have. */
  which: 'daily' | 'weekly';
  /** The day on which it is told: each day has one. */
  on: string;
}

type Hours = Pick<Preference, 'hour' | 'weekday'>;

/**
 * Which digest is due, if any. A day that was missed is not made up for, a week is: on the next day at the same hour.
 * Pure.
 * @param round null: they were never told; the first weekly one comes on its day
 */
export function dueDigest(
  { hour, weekday }: Hours,
  timeZone: string,
  round: Round | null,
  now: Date,
): DueDigest | null {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const on = local.toISODate();
  if (on === null || local.hour < hour) return null;
  const week = weeklyDay(local, weekday).toISODate()!;
  const lastWeekly = round?.weeklyOn ?? null;
  const isWeekly = round === null || lastWeekly === null ? week === on : lastWeekly < week;
  if (isWeekly && lastWeekly !== on) return { which: 'weekly', on };
  return (round?.dailyOn ?? '') < on ? { which: 'daily', on } : null;
}

/** When the next digest may come: what people are told on the page. Pure. */
export function nextDigestAt({ hour }: Pick<Preference, 'hour'>, timeZone: string, now: Date): Date {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const today = local.startOf('day').set({ hour });
  return (today > local ? today : local.plus({ days: 1 }).startOf('day').set({ hour })).toJSDate();
}

/** The last day, today included, on which a weekly one was to come. */
function weeklyDay(local: DateTime, weekday: number): DateTime {
  const day = local.startOf('week').plus({ days: weekday - 1 });
  return day.startOf('day') > local ? day.minus({ weeks: 1 }) : day;
}
