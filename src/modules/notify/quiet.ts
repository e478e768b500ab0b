import { DateTime } from 'luxon';
import type { Preference } from './preference.ts';

/** Two nights and a weekend; more than that in a row is no rest but a wish not to hear. */
const MOST_TURNS = 10;

/**
 * When quiet hours end that this moment lies in; null: it lies in none. By the clock on the wall: on the night in which
 * clocks change they begin and end when it says so. Pure.
 */
export function quietUntil(quiet: Preference['quiet'], timeZone: string, now: Date): Date | null {
  if (!quiet) return null;
  let at: DateTime = DateTime.fromJSDate(now, { zone: timeZone });
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const end = endOf(quiet, at);
    if (!end) return turn === 0 ? null : at.toJSDate();
    at = end;
  }
  return at.toJSDate();
}

function endOf({ from, to, weekends }: NonNullable<Preference['quiet']>, at: DateTime): DateTime | null {
  if (weekends && at.weekday >= 6) return at.startOf('day').plus({ days: 8 - at.weekday });
  for (const days of [-1, 0]) {
    const day = at.plus({ days });
    const begins = clockOn(day, from);
    const ends = clockOn(to > from ? day : day.plus({ days: 1 }), to);
    if (begins <= at && at < ends) return ends;
  }
  return null;
}

const clockOn = (day: DateTime, clock: string): DateTime =>
  day.startOf('day').set({ hour: Number(clock.slice(0, 2)), minute: Number(clock.slice(3)) });
