import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  monthOfWeek,
  quarterName,
  quarterOf,
  quartersOf,
  weekOf,
  weeksOf,
} from './calendar.ts';

describe('weeks, months and quarters in UTC', () => {
  it('a week runs over the end of a year, and belongs where its Thursday is', () => {
    // 1 January 2027 is a Friday: of the week that began in December.
    expect(weekOf('2027-01-01')).toBe('2026-12-28');
    expect(monthOfWeek('2026-12-28')).toBe('2026-12-01');
    // 1 January 2026 is a Thursday.
    expect(weekOf('2026-01-01')).toBe('2025-12-29');
    expect(monthOfWeek('2025-12-29')).toBe('2026-01-01');
    expect(weekOf('2026-12-28')).toBe('2026-12-28');
    expect(weekOf('2027-01-03')).toBe('2026-12-28');
    expect(weeksOf('2026-12-31', '2027-01-10')).toEqual(['2026-12-28', '2027-01-04']);
  });

  it('the weeks in which clocks are moved have seven days, whatever zone the server stands in', () => {
    for (const sunday of ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01']) {
      const monday = weekOf(sunday);
      expect(daysBetween(monday, sunday)).toBe(6);
      expect(addDays(monday, 7)).toBe(addDays(sunday, 1));
      expect(weeksOf(addDays(monday, -7), addDays(monday, 13))).toHaveLength(3);
    }
    // The last moment of a Sunday in UTC is Monday already in the east.
    expect(weekOf(dayOf(new Date('2026-10-26T00:30:00+02:00')))).toBe('2026-10-19');
  });

  it('quarters and leap days', () => {
    expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(quarterOf)).toEqual([
      '2026-01-01',
      '2026-01-01',
      '2026-04-01',
      '2026-10-01',
    ]);
    expect(quartersOf('2025-11-11', '2026-05-01')).toEqual(['2025-10-01', '2026-01-01', '2026-04-01']);
    expect(quarterName('2026-10-01')).toBe('2026 Q4');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addMonths('2026-11-01', 3)).toBe('2027-02-01');
  });
});
