import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlines } from '../document/sections/deadlines.ts';
import { addMonths, addWorkingDays, calendarOf, endlessBreak } from './calendar.ts';

const none = { P0: '1d', P1: '1d', P2: '1d', P3: '1d', P4: '1d' };
const calendar = (calendar: object = {}, timeZone = 'UTC') =>
  calendarOf(deadlines.parse({ standard: none, calendar, timeZone }));
const plus = (of: ReturnType<typeof calendar>, start: string, count: number) => {
  const ms = addWorkingDays(of, Date.parse(start), count);
  return ms === null ? null : new Date(ms).toISOString().slice(0, 16);
};

describe('working days', () => {
  const week = calendar();

  // 6 March 2026 is a Friday.
  it.each([
    ['2026-03-04T10:00Z', 1, '2026-03-05T10:00'],
    ['2026-03-06T15:00Z', 1, '2026-03-09T15:00'],
    ['2026-03-07T15:00Z', 1, '2026-03-09T15:00'],
    ['2026-03-08T15:00Z', 1, '2026-03-09T15:00'],
    ['2026-03-04T10:00Z', 5, '2026-03-11T10:00'],
    ['2026-03-04T10:00Z', 0.5, '2026-03-04T22:00'],
    ['2026-03-06T15:00Z', 0.5, '2026-03-09T03:00'],
    ['2026-03-06T15:00Z', 1.5, '2026-03-10T03:00'],
  ])('%s and %d are %s', (start, count, end) => {
    expect(plus(week, start, count)).toBe(end);
  });

  it('leave out holidays, with or without a name, and the weekend of the house', () => {
    const holidays = ['2026-03-09', { date: '2026-03-10', name: 'Founding day' }];
    expect(plus(calendar({ holidays }), '2026-03-06T10:00Z', 1)).toBe('2026-03-11T10:00');
    expect(plus(calendar({ weekend: ['fri', 'sat'] }), '2026-03-05T10:00Z', 1)).toBe('2026-03-08T10:00');
    expect(plus(calendar({ weekend: [] }), '2026-03-06T10:00Z', 1)).toBe('2026-03-07T10:00');
  });

  it('are those of the time zone of the house, also when its clocks change', () => {
    // In Berlin it is Saturday already; on 29 March summer time begins there.
    expect(plus(calendar({}, 'Europe/Berlin'), '2026-03-06T23:30Z', 1)).toBe('2026-03-08T23:30');
    expect(plus(calendar({}, 'Europe/Berlin'), '2026-03-27T09:00Z', 1)).toBe('2026-03-30T08:00');
  });

  it('never end sooner for a longer time or a later start', () => {
    const start = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    const count = fc.double({ min: 0.05, max: 30, noNaN: true });
    const holidays = ['2026-04-03', '2026-04-06', '2026-12-25', '2026-12-28'];
    const of = calendar({ holidays }, 'Europe/Berlin');
    fc.assert(
      fc.property(start, count, count, (at, one, other) => {
        const ends = [Math.min(one, other), Math.max(one, other)].map(
          (n) => addWorkingDays(of, at.getTime(), n)!,
        );
        expect(ends[0]).toBeGreaterThan(at.getTime());
        expect(ends[1]).toBeGreaterThanOrEqual(ends[0]!);
      }),
      { numRuns: 500 },
    );
  });

  it('beyond all dates are no date', () => {
    expect(plus(week, '9999-12-30T10:00Z', 5)).toBeNull();
  });
});

describe('a calendar month', () => {
  it('ends on the same day of the next month, or on its last, in the time zone of the house', () => {
    const monthAfter = (start: string, zone?: string) =>
      new Date(addMonths(calendar({}, zone), Date.parse(start), 1)!).toISOString();
    expect(monthAfter('2026-03-10T10:00:00Z')).toBe('2026-04-10T10:00:00.000Z');
    expect(monthAfter('2028-01-31T10:00:00Z')).toBe('2028-02-29T10:00:00.000Z');
    expect(monthAfter('2026-03-10T10:00:00Z', 'Europe/Berlin')).toBe('2026-04-10T09:00:00.000Z');
  });
});

describe('holidays without end', () => {
  it('are found, and ordinary ones are not', () => {
    const weekend = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
    const sundays = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        new Date(Date.parse('2027-01-03') + i * 7 * 86_400_000).toISOString().slice(0, 10),
      );
    expect(endlessBreak(calendar({ weekend, holidays: sundays(53) }))).toBe('2027-01-03');
    expect(endlessBreak(calendar({ weekend, holidays: sundays(50) }))).toBeNull();
    expect(endlessBreak(calendar({ holidays: ['2026-12-25', '2026-12-28'] }))).toBeNull();
    expect(endlessBreak(calendar())).toBeNull();
  });
});
