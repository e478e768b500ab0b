import { addDays } from '../asking/calendar.ts';
import { plural, shareOf } from '../asking/shares.ts';
import { fixedWithin } from '../rollup/measures.ts';

/** The longest time within `days` at whose end counts are kept. */
export const keptWithin = (days: number): number => {
  let kept = days;
  while (fixedWithin(kept) !== kept) kept--;
  return kept;
};

/** What is open since a Monday from then on still has time: ages are counted from the middle of a week. */
export const hasTimeSince = (today: string, days: number): string => addDays(today, -days - 3);

/**
 * "Of N critical, M fixed within 14 days".
 * @param opened all of the months, without exceptions
 * @param inTime fixed within the days
 * @param waiting open, and their time is not over
 */
export function withinOf(
  { opened, inTime, waiting }: { opened: number; inTime: number; waiting: number },
  days: number,
  what: string,
) {
  // A week may begin in the month before: what waits is never more than what is not fixed in time.
  const still = Math.min(waiting, opened - inTime);
  const share = shareOf(inTime, opened - still);
  const more =
    still > 0 ? ` ${still.toLocaleString('en')} more ${still === 1 ? 'has' : 'have'} time left.` : '';
  const whole = share.of.toLocaleString('en');
  const sentence =
    share.of === 0
      ? `No ${what} finding is old enough to tell.${more}`
      : `${share.n.toLocaleString('en')} of ${whole} ${what} ${share.of === 1 ? 'finding was' : 'findings were'} fixed within ${plural(days, 'day')}.${more}`;
  return { share, waiting: still, sentence };
}
