import { dayWords, weekStart } from './week.ts';

interface Place {
  /** 1 = the next. */
  position: number;
  /** How many wait for that team. */
  of: number;
  team: string;
  /** Tickets that the team got this week already. */
  made: number;
  cap: number | null;
  timeZone: string;
}

/** `12th of 41 waiting for Payments; 10 new tickets a week; expected in the week of 4 May`. */
export function waitWords({ position, of, team, made, cap, timeZone }: Place, now: Date): string {
  const place = `${ordinal(position)} of ${of} waiting for ${team}`;
  const weeks = weeksUntil(position, made, cap);
  if (cap === null || weeks === 0) return `${place}; its ticket is made within the hour`;
  const expected = dayWords(weekStart(now, timeZone, weeks), timeZone);
  return `${place}; ${cap} new ${cap === 1 ? 'ticket' : 'tickets'} a week; expected in the week of ${expected}`;
}

/** How many weeks from this one, if nothing more useful comes. */
export const weeksUntil = (position: number, made: number, cap: number | null): number =>
  cap === null ? 0 : Math.max(0, Math.ceil((position - Math.max(0, cap - made)) / cap));

export function ordinal(n: number): string {
  const last = n % 100 > 10 && n % 100 < 14 ? 0 : n % 10;
  return `${n}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}
