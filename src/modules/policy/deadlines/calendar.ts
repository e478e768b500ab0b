import { DateTime, IANAZone } from 'luxon';
import type { PolicyDocument } from '../document/schema.ts';
import type { Weekday } from '../document/sections/deadlines.ts';
import { DAY_MS, LAST_MS } from './moment.ts';

/** The days on which a house works, in its time zone. */
export interface Calendar {
  zone: IANAZone;
  /** Days of the week that are free, 0 = Sunday. */
  weekend: ReadonlySet<number>;
  /** Free days, counted from 1 January 1970. */
  holidays: ReadonlySet<number>;
}

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** A house that works on no day of a year would never meet a deadline. */
const LONGEST_BREAK = 365;

export function calendarOf({ timeZone, calendar }: PolicyDocument['deadlines']): Calendar {
  const dates = calendar.holidays.map((day) => (typeof day === 'string' ? day : day.date));
  return {
    zone: IANAZone.create(timeZone),
    weekend: new Set(calendar.weekend.map((name) => WEEKDAYS.indexOf(name))),
    holidays: new Set(dates.map((date) => Date.parse(date) / DAY_MS)),
  };
}

export const isWorkday = ({ weekend, holidays }: Calendar, day: number): boolean =>
  // 1 January 1970 was a Thursday.
  !weekend.has((((day + 4) % 7) + 7) % 7) && !holidays.has(day);

/** The first day of a break that is longer than a year, as `2027-01-01`; null = no break is. */
export function endlessBreak(calendar: Calendar): string | null {
  let seenUntil = Number.NEGATIVE_INFINITY;
  for (const first of [...calendar.holidays].sort((a, b) => a - b)) {
    if (first < seenUntil) continue;
    let day = first;
    while (day - first <= LONGEST_BREAK && !isWorkday(calendar, day)) day++;
    if (day - first > LONGEST_BREAK) return new Date(first * DAY_MS).toISOString().slice(0, 10);
    seenUntil = day;
  }
  return null;
}

/**
 * The same time of day, so many working days later: Friday 15:00 and one working day is Monday 15:00, and so is
 * Saturday 15:00 and one. A part of a day is that share of the working time until the next.
 * @returns milliseconds; null beyond the year 9999
 */
export function addWorkingDays(calendar: Calendar, startMs: number, count: number): number | null {
  const whole = Math.floor(count);
  const from = afterWorkdays(calendar, startMs, whole);
  if (from === null || whole === count) return from;
  const to = afterWorkdays(calendar, startMs, whole + 1);
  return to === null ? null : between(calendar, from, to, count - whole);
}

/** A calendar month later in the zone of the policy; the last day of a shorter month. */
export function addMonths({ zone }: Calendar, startMs: number, months: number): number | null {
  const ms = DateTime.fromMillis(startMs, { zone }).plus({ months }).toMillis();
  return ms <= LAST_MS ? ms : null;
}

function afterWorkdays(calendar: Calendar, startMs: number, count: number): number | null {
  const start = DateTime.fromMillis(startMs, { zone: calendar.zone });
  const startDay = dayOf(start);
  // Before any working day has passed, work waits for the morning of the first.
  if (count === 0 && !isWorkday(calendar, startDay))
    return midnight(calendar, nextWorkday(calendar, startDay));
  let day = startDay;
  for (let left = count; left > 0; left--) day = nextWorkday(calendar, day);
  const { hour, minute, second, millisecond } = start;
  const ms = midnightOf(calendar, day).set({ hour, minute, second, millisecond }).toMillis();
  return ms <= LAST_MS ? ms : null;
}

function nextWorkday(calendar: Calendar, day: number): number {
  let next = day + 1;
  while (!isWorkday(calendar, next)) next++;
  return next;
}

/** A share of the working time from one moment to another that lies at most one working day later. */
function between(calendar: Calendar, from: number, to: number, share: number): number {
  const fromDay = dayOf(DateTime.fromMillis(from, { zone: calendar.zone }));
  const morning = midnight(calendar, dayOf(DateTime.fromMillis(to, { zone: calendar.zone })));
  const evening = midnight(calendar, fromDay + 1);
  if (morning <= from) return from + share * (to - from);
  const today = evening - from;
  const worked = share * (today + to - morning);
  return Math.round(worked <= today ? from + worked : morning + worked - today);
}

const dayOf = ({ year, month, day }: DateTime): number => Date.UTC(year, month - 1, day) / DAY_MS;
const midnightOf = ({ zone }: Calendar, day: number): DateTime => {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  return DateTime.fromObject({ year, month, day: date.getUTCDate() }, { zone });
};
const midnight = (calendar: Calendar, day: number): number => midnightOf(calendar, day).toMillis();
