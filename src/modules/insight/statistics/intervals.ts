import { betaBelow, gammaBelow, whereReached } from './special.ts';

export interface Interval {
  low: number;
  high: number;
}

/** Two-sided 95 %. */
export const Z = 1.959963984540054;
const TAIL = 0.025;

/** Interval of a share, `n` of `of` (Wilson 1927; without correction for continuity). Null when `of` is 0. */
export function wilson(n: number, of: number): Interval | null {
  if (of <= 0) return null;
  const z2 = Z * Z;
  const middle = n + z2 / 2;
  const half = Z * Math.sqrt((n * (of - n)) / of + z2 / 4);
  return {
    low: n === 0 ? 0 : (middle - half) / (of + z2),
    high: n === of ? 1 : (middle + half) / (of + z2),
  };
}

/** From here on the cube root is as good as the quantile, and a hundred times cheaper. */
const MANY = 100;

/**
 * Exact interval of the mean of a count (Garwood 1936: quantiles of the gamma distribution); of many by the cube root of
 * Wilson and Hilferty (1931), which differs by less than 0.01.
 */
export function poisson(n: number): Interval {
  if (n >= MANY) return { low: cubeRoot(n, -Z), high: cubeRoot(n + 1, Z) };
  const beyond = n + 1 + 12 * Math.sqrt(n + 1) + 10;
  const quantile = (shape: number, p: number) => whereReached((x) => gammaBelow(shape, x), p, 0, beyond);
  return { low: n === 0 ? 0 : quantile(n, TAIL), high: quantile(n + 1, 1 - TAIL) };
}

const cubeRoot = (shape: number, z: number) =>
  shape * (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;

/** Exact interval of a share (Clopper and Pearson 1934). Null when `of` is 0. */
export function clopperPearson(n: number, of: number): Interval | null {
  if (of <= 0) return null;
  return {
    low: n === 0 ? 0 : whereReached((p) => betaBelow(n, of - n + 1, p), TAIL, 0, 1),
    high: n === of ? 1 : whereReached((p) => betaBelow(n + 1, of - n, p), 1 - TAIL, 0, 1),
  };
}

/** What was counted, and over how much (weeks, services). */
export interface Counted {
  n: number;
  over: number;
}

/**
 * Rate after / rate before, exact: given how many there were in all, those after are a share of them (Przyborowski and
 * Wilenski 1940). `value` and `high` are null (unbounded) when there was none before; all null when there was none at all.
 */
export function rateRatio(before: Counted, after: Counted): Ratio {
  const share = clopperPearson(after.n, before.n + after.n);
  if (!share || before.over <= 0 || after.over <= 0) return { value: null, low: null, high: null };
  const ratio = (p: number) => (p / (1 - p)) * (before.over / after.over);
  return {
    value: before.n === 0 ? null : (after.n / before.n) * (before.over / after.over),
    low: ratio(share.low),
    high: share.high === 1 ? null : ratio(share.high),
  };
}
export interface Ratio {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** Share after less share before, with the interval of Newcombe (1998, method 10). All null when either is of none. */
export function shareDifference(before: { n: number; of: number }, after: { n: number; of: number }): Ratio {
  const [was, is] = [wilson(before.n, before.of), wilson(after.n, after.of)];
  if (!was || !is) return { value: null, low: null, high: null };
  const [p, q] = [after.n / after.of, before.n / before.of];
  return {
    value: p - q,
    low: p - q - Math.hypot(p - is.low, was.high - q),
    high: p - q + Math.hypot(is.high - p, q - was.low),
  };
}
