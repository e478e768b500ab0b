import { dayName } from '../asking/calendar.ts';
import { plural, shortNumber } from '../asking/shares.ts';
import type { Ratio } from '../statistics/intervals.ts';

interface Side {
  n: number;
  periods: number;
}

/** Whether the interval leaves out that nothing changed; null when there is too little to say. Pure. */
export function isTold(change: Ratio, same: number): boolean | null {
  if (change.low === null) return null;
  return change.low > same || (change.high !== null && change.high < same);
}

/** What came before and after a marker, in words that claim no more than is known. */
export function rateWords(
  { title, at }: { title: string; at: string },
  before: Side,
  after: Side,
  change: Ratio,
  per: 'week' | 'month',
): string {
  if (after.periods === 0) return tooRecent(title, per);
  const was = `${before.n.toLocaleString('en')} in the ${plural(before.periods, per)} before`;
  if (before.n === 0 && after.n === 0)
    return `No report of this kind since “${title}” (${dayName(at)}), and none in the ${plural(before.periods, per)} before: nothing to compare.`;
  const told = isTold(change, 1);
  if (after.n === 0)
    return `No report of this kind since “${title}” (${dayName(at)}); ${was}${told ? '' : ', too few to say that it helped'}.`;
  const is = `${after.n.toLocaleString('en')} in the ${plural(after.periods, per)} after`;
  if (!told) return `No difference can be told: ${is} “${title}”, ${was}.`;
  const range = `${shortNumber(change.low!)} to ${change.high === null ? 'any' : shortNumber(change.high)}`;
  return change.value === null
    ? `More since “${title}”: ${is}, none in the ${plural(before.periods, per)} before.`
    : `${change.value < 1 ? 'Fewer' : 'More'} since “${title}”: ${is}, ${was}; ${shortNumber(change.value)} times as many per ${per} (${range}).`;
}

export function shareWordsOf(
  { title }: { title: string },
  before: { words: string },
  after: { words: string; of: number },
  change: Ratio,
  days: number,
): string {
  if (after.of === 0) return tooRecent(title, 'month');
  const both = `${after.words} fixed within ${plural(days, 'day')} after “${title}”, ${before.words} before`;
  return isTold(change, 0)
    ? `${change.value! > 0 ? 'More' : 'Less'} is fixed in time: ${both}.`
    : `No difference can be told: ${both}.`;
}

const tooRecent = (title: string, per: string) =>
  `“${title}” is too recent: no whole ${per} after it is over yet.`;
