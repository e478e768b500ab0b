import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, dayReached, kaplanMeier } from './survival.ts';

/** Weeks of remission of 21 patients under 6-MP (Freireich 1963), the example of most textbooks. */
const FIXED = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const OPEN = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const REMISSION: Day[] = [
  ...FIXED.map((days) => ({ days, fixed: 1, open: 0 })),
  ...OPEN.map((days) => ({ days, fixed: 0, open: 1 })),
];

describe('Kaplan-Meier', () => {
  it('is that of the textbook, with its log(−log) band', () => {
    const told = kaplanMeier(REMISSION).map(({ days, atRisk, open, low, high }) =>
      [days, atRisk, ...[open, low, high].map((x) => x.toFixed(3))].join(' '),
    );
    expect(told).toEqual([
      '6 21 0.857 0.620 0.952',
      '7 17 0.807 0.563 0.923',
      '10 15 0.753 0.503 0.889',
      '13 12 0.690 0.432 0.849',
      '16 11 0.627 0.368 0.805',
      '22 7 0.538 0.268 0.747',
      '23 6 0.448 0.188 0.680',
    ]);
    expect(dayReached(kaplanMeier(REMISSION), 0.5)).toEqual({ value: 23, low: 13, high: null });
    expect(dayReached(kaplanMeier(REMISSION), 0.1)).toEqual({ value: null, low: null, high: null });
  });

  it('without anything open is the plain share', () => {
    const steps = kaplanMeier([1, 2, 3, 4].map((days) => ({ days, fixed: 1, open: 0 })));
    expect(steps.map(({ open }) => open)).toEqual([0.75, 0.5, 0.25, 0]);
    expect(dayReached(steps, 0.5).value).toBe(2);
    expect(steps.at(-1)).toMatchObject({ low: 0, high: steps.at(-2)!.high });
  });

  it('of nothing, or of nothing fixed, has no step', () => {
    expect(kaplanMeier([])).toEqual([]);
    expect(kaplanMeier([{ days: 12, fixed: 0, open: 9 }])).toEqual([]);
  });

  it('falls, stays within its band and the band within 0 and 1', () => {
    const day = fc.record({
      days: fc.integer({ min: 0, max: 400 }),
      fixed: fc.integer({ min: 0, max: 5 }),
      open: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(day), (days) => {
        let before = 1;
        for (const { open, low, high } of kaplanMeier(days)) {
          expect(open).toBeLessThan(before);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(open);
          expect(high).toBeGreaterThanOrEqual(open);
          expect(high).toBeLessThanOrEqual(1);
          before = open;
        }
      }),
    );
  });
});
