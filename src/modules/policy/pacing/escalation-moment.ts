import { DateTime } from 'luxon';
import { type Calendar, isWorkday } from '../deadlines/calendar.ts';
import { endOf } from '../deadlines/length.ts';
import type { Policy } from '../document/compile.ts';

const DAY_MS = 86_400_000;

export type EscalationAt = Policy['escalation'][number]['at'];

/**
 * When a rule of escalation speaks of a date: after a share of the time, so long before it or after it. Nobody is
 * reminded in the first half of the time, however long before the date a rule says. Pure.
 * @param startMs when the clock of the date started
 * @returns milliseconds; null = never, as for `none`
 */
export function escalationMoment(
  at: EscalationAt,
  startMs: number,
  dueMs: number,
  workdays: Calendar,
): number | null {
  const shareOf = (share: number) => startMs + Math.max(0, dueMs - startMs) * share;
  if ('share' in at) return shareOf(at.share);
  if ('after' in at) return at.after && endOf(workdays, dueMs, at.after);
  if (!at.before) return null;
  const { days, working } = at.before;
  const before = working ? workingDaysBefore(workdays, dueMs, days) : dueMs - days * DAY_MS;
  return Math.max(before, shareOf(0.5));
}

/** The same time of day, so many working days earlier; a part of a day counts as a day. */
function workingDaysBefore(calendar: Calendar, dueMs: number, count: number): number {
  let day = DateTime.fromMillis(dueMs, { zone: calendar.zone });
  for (let left = count; left > 0; ) {
    day = day.minus({ days: 1 });
    if (isWorkday(calendar, Date.UTC(day.year, day.month - 1, day.day) / DAY_MS)) left--;
  }
  return day.toMillis();
}
