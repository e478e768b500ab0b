const DAY_MS = 86_400_000;

/** A quarter, in whole weeks. */
export const WEEKS = 13;

/** Monday of the ISO week that a moment lies in, in UTC, so many weeks later: `2026-03-02`. */
export function mondayOf(at: Date, later = 0): string {
  const days = Math.floor(at.getTime() / DAY_MS);
  // 1 January 1970 was a Thursday.
  const monday = days - ((((days + 3) % 7) + 7) % 7);
  return new Date((monday + later * 7) * DAY_MS).toISOString().slice(0, 10);
}

/** The last weeks, oldest first, this one at the end. */
export const lastWeeks = (now: Date): string[] =>
  Array.from({ length: WEEKS }, (_, n) => mondayOf(now, n - WEEKS + 1));

/** How much was added and taken away in a week. */
export interface Flow {
  week: string;
  /** Opened less what was closed. */
  net: number;
}

/**
 * What was open at the end of each of the last weeks, told backwards from what is open now; the last is now.
 * @param flows of these weeks; others are not looked at
 */
export function openByWeek(openNow: number, flows: readonly Flow[], weeks: readonly string[]): number[] {
  const net = new Map<string, number>();
  for (const flow of flows) net.set(flow.week, (net.get(flow.week) ?? 0) + flow.net);
  const open: number[] = [];
  let at = openNow;
  for (const week of weeks.toReversed()) {
    open.unshift(at);
    at -= net.get(week) ?? 0;
  }
  return open;
}
