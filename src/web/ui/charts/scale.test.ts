import { describe, expect, it } from 'vitest';
import { axisDay, wholeDay } from './days.ts';
import { datesPerDot, dotsOf } from './dot-stack.ts';
import { fitting, labelled, spread, ticksTo } from './scale.ts';
import { pointOn, stepRows } from './step-rows.ts';

describe('an axis', () => {
  it('begins at zero, ends at or above the highest, in at most five whole steps', () => {
    for (const highest of [0, 1, 3, 7, 12, 99, 101, 4_321, 1_000_000]) {
      const ticks = ticksTo(highest);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }
  });

  it('names the newest point and no more than fit', () => {
    const items = Array.from({ length: 26 }, (_, index) => index);
    expect(labelled(items, 4).at(-1)).toBe(25);
    expect(labelled(items, 4)).toHaveLength(4);
    expect(labelled([1], 4)).toEqual([1]);
  });

  it('says days in UTC, so that a Monday is a Monday for every reader', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/Los_Angeles';
    try {
      expect(axisDay('2026-11-16', 'week', new Date('2026-11-20T00:00:00Z'))).toBe('16 Nov');
      expect(wholeDay('2026-11-16', 'week')).toBe('Week of 16 Nov 2026');
      expect(wholeDay('2026-10-01', 'quarter')).toBe('Q4 2026');
      expect(axisDay('2026-01-01', 'month', new Date('2026-11-20T00:00:00Z'))).toBe('Jan 26');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('labels at the ends of lines', () => {
  it('keep their distance and the order of the lines, and stay inside', () => {
    const moved = spread([50, 48, 50, 198], 15, 0, 200);
    const sorted = [...moved].sort((a, b) => a - b);
    sorted.slice(1).forEach((place, index) => {
      expect(place - sorted[index]!).toBeGreaterThanOrEqual(15);
    });
    expect(Math.max(...moved)).toBeLessThanOrEqual(200);
    expect(moved[1]!).toBeLessThan(moved[0]!);
  });

  it('with room stay where their lines end', () => {
    expect(spread([10, 100, 60], 15, 0, 200)).toEqual([10, 100, 60]);
  });

  it('too long for their room end with a sign that there is more', () => {
    expect(fitting('payments-core', 40)).toBe('payme…');
    expect(fitting('short', 400)).toBe('short');
  });
});

describe('dots of due dates', () => {
  const week = (met: number, late = 0, overdue = 0, toCome = 0) => ({
    at: '2026-11-16',
    met,
    late,
    overdue,
    toCome,
  });

  it('stand for so many that the highest week keeps to its room', () => {
    expect(datesPerDot([week(10)])).toBe(1);
    expect(datesPerDot([week(11)])).toBe(2);
    expect(datesPerDot([week(100, 20)])).toBe(20);
    expect(datesPerDot([])).toBe(1);
  });

  it('never swallow a single overdue date among many that were kept', () => {
    expect(dotsOf(week(100, 0, 1), 20)).toEqual(['met', 'met', 'met', 'met', 'met', 'overdue']);
  });
});

describe('a curve of steps', () => {
  const curve = {
    key: 'P0',
    label: 'P0',
    look: { color: 'red' },
    points: [
      { day: 0, share: 0, low: 0, high: 0 },
      { day: 3, share: 0.5, low: 0.3, high: 0.7 },
      { day: 9, share: 0.8, low: 0.6, high: 0.9 },
    ],
  };

  it('holds its share until the next step, and says nothing after its last', () => {
    expect(pointOn(curve, 8)?.share).toBe(0.5);
    expect(pointOn(curve, 9)?.share).toBe(0.8);
    expect(pointOn(curve, 10)).toBeUndefined();
  });

  it('has a row for every day on which any curve moves, up to the end of the picture', () => {
    const other = { ...curve, points: [{ day: 5, share: 0.1, low: 0, high: 0.2 }] };
    const rows = stepRows([curve, other], 8);
    expect(rows.map(({ day }) => day)).toEqual([0, 3, 5]);
    expect(rows[2]).toMatchObject({ s0: 0.5, s1: 0.1, b0: [0.3, 0.7] });
    expect(rows[0]).not.toHaveProperty('s1');
  });
});
