import type { Share } from '../../../contract/insights/shared.ts';
import { addDays, lastOfMonth, monthOfWeek } from '../asking/calendar.ts';
import type { Counts } from '../asking/counts.ts';
import { hasTimeSince, keptWithin, withinOf } from '../flow/within.ts';

/**
 * What was fixed in time of what was opened in the months before and after. What still has time is in neither.
 * @param within days; rounded down to those for which counts are kept
 */
export async function fixedSides(
  counts: Counts,
  scopeId: string,
  asked: { tool: string | undefined; priority: number | undefined },
  { before, after }: { before: readonly string[]; after: readonly string[] },
  within: number,
  today: string,
) {
  const days = keptWithin(within);
  const months = [...before, ...after];
  const window = { from: months[0]!, to: lastOfMonth(months.at(-1)!) };
  const query = { ...asked, ...window, scopeId, firstLook: false } as const;
  const young = { from: hasTimeSince(today, days), to: addDays(window.to, -3) };
  const [opened, fixed, open] = await Promise.all([
    counts.read({ ...query, measure: 'cohort' }, ['at']),
    counts.read({ ...query, measure: 'fixedIn' }, ['at', 'days']),
    counts.read({ ...query, ...young, measure: 'open' }, ['at']),
  ]);
  const sum = (
    rows: readonly { at: string; n: number }[],
    some: ReadonlySet<string>,
    month = (at: string) => at,
  ) => rows.reduce((all, { at, n }) => (some.has(month(at)) ? all + n : all), 0);
  const inTime = fixed.filter((cell) => cell.days <= days);
  const shareOfMonths = (some: readonly string[]): Share => {
    const among = new Set(some);
    const tally = {
      opened: sum(opened, among),
      inTime: sum(inTime, among),
      waiting: sum(open, among, monthOfWeek),
    };
    return withinOf(tally, days, '').share;
  };
  const series = months.map((at) => ({ at, n: sum(inTime, new Set([at])) }));
  return { days, series, shareOfMonths };
}
