import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson, poisson, rateRatio, shareDifference, wilson } from './intervals.ts';

describe('intervals are those of the literature', () => {
  it('Wilson: the examples of Newcombe 1998 (two-sided intervals for the single proportion)', () => {
    for (const [n, of, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      expect(wilson(n, of)!.low).toBeCloseTo(low, 4);
      expect(wilson(n, of)!.high).toBeCloseTo(high, 4);
    }
    expect(wilson(0, 0)).toBeNull();
  });

  it('Clopper-Pearson: the same examples', () => {
    for (const [n, of, low, high] of [
      [81, 263, 0.2527, 0.3676],
      [15, 148, 0.0578, 0.1617],
      [0, 20, 0, 0.1684],
      [1, 29, 0.0009, 0.1776],
      [5, 5, 0.4782, 1],
      // By the quantiles of another library.
      [1200, 3000, 0.3824, 0.4178],
    ] as const) {
      expect(clopperPearson(n, of)!.low).toBeCloseTo(low, 4);
      expect(clopperPearson(n, of)!.high).toBeCloseTo(high, 4);
    }
  });

  it('Poisson: the table of Garwood 1936', () => {
    for (const [n, low, high] of [
      [0, 0, 3.689],
      [1, 0.0253, 5.572],
      [10, 4.795, 18.39],
      [100, 81.364, 121.627],
      [5000, 4862.359, 5140.549],
    ] as const) {
      expect(poisson(n).low).toBeCloseTo(low, 2);
      expect(poisson(n).high).toBeCloseTo(high, 2);
    }
  });

  it('difference of shares: the examples of Newcombe 1998, method 10', () => {
    const first = shareDifference({ n: 48, of: 80 }, { n: 56, of: 70 });
    expect([first.value, first.low, first.high].map((x) => x?.toFixed(4))).toEqual([
      '0.2000',
      '0.0524',
      '0.3339',
    ]);
    const second = shareDifference({ n: 3, of: 10 }, { n: 9, of: 10 });
    expect([second.low, second.high].map((x) => x?.toFixed(4))).toEqual(['0.1705', '0.8090']);
    expect(shareDifference({ n: 0, of: 0 }, { n: 1, of: 2 }).value).toBeNull();
  });

  it('ratio of rates: from the quantiles of the beta distribution', () => {
    const ratio = rateRatio({ n: 8, over: 13 }, { n: 4, over: 13 });
    expect([ratio.value, ratio.low, ratio.high].map((x) => x?.toFixed(4))).toEqual([
      '0.5000',
      '0.1102',
      '1.8664',
    ]);
    expect(rateRatio({ n: 8, over: 13 }, { n: 4, over: 6.5 }).value).toBe(1);
    expect(rateRatio({ n: 0, over: 13 }, { n: 4, over: 13 })).toMatchObject({ value: null, high: null });
    expect(rateRatio({ n: 7, over: 13 }, { n: 0, over: 13 })).toMatchObject({ value: 0, low: 0 });
    expect(rateRatio({ n: 0, over: 13 }, { n: 0, over: 13 }).low).toBeNull();
  });
});

it('every interval holds its estimate and lies in its range, whatever the counts', () => {
  const pair = fc
    .integer({ min: 1, max: 3000 })
    .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
  fc.assert(
    fc.property(pair, pair, ([n, of], [m, by]) => {
      for (const interval of [wilson(n, of)!, clopperPearson(n, of)!]) {
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(n / of + 1e-12);
        expect(interval.high).toBeGreaterThanOrEqual(n / of - 1e-12);
        expect(interval.high).toBeLessThanOrEqual(1);
      }
      const difference = shareDifference({ n: m, of: by }, { n, of });
      expect(difference.low!).toBeLessThanOrEqual(difference.value! + 1e-12);
      expect(difference.high!).toBeGreaterThanOrEqual(difference.value! - 1e-12);
      expect(poisson(n).low).toBeLessThanOrEqual(n);
      expect(poisson(n).high).toBeGreaterThan(n);
    }),
    { numRuns: 150 },
  );
});
