import { DateTime } from 'luxon';

/** Monday, 00:00 in that time zone, of the ISO 8601 week that a moment lies in, so many weeks later. */
export const weekStart = (at: Date, timeZone: string, later = 0): Date =>
  DateTime.fromJSDate(at, { zone: timeZone }).startOf('week').plus({ weeks: later }).toJSDate();

/** `4 May` in that time zone. */
export const dayWords = (at: Date, timeZone: string): string =>
  DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en-GB').toFormat('d LLLL');
