import type { Estimate, Share } from '../../../contract/insights/shared.ts';
import { type Interval, wilson } from '../statistics/intervals.ts';

/** Under so many, a percentage says more than is known. */
const FEW = 30;

/** "3 of 9" under thirty, else "41 %". */
const shareWords = (n: number, of: number): string =>
  of < FEW ? `${n} of ${of}` : `${Math.round((100 * n) / of)} %`;

/** `n` of `of` with its interval. */
export function shareOf(n: number, of: number): Share {
  const interval = wilson(n, of);
  return {
    n,
    of,
    share: of > 0 ? n / of : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    words: shareWords(n, of),
  };
}

/** A count per size, with the interval of the count. */
export const perSize = (n: number, size: number, { low, high }: Interval): Estimate =>
  size > 0 ? { value: n / size, low: low / size, high: high / size } : { value: null, low: null, high: null };

/** "1 finding", "12 findings" */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** Below ten with one decimal, else whole; without one where it says nothing. */
export const shortNumber = (value: number): string =>
  Math.abs(value) < 10 ? String(Math.round(value * 10) / 10) : Math.round(value).toLocaleString('en');
