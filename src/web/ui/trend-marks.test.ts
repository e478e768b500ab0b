import { describe, expect, it } from 'vitest';
import { marksOf, ticksTo } from './trend-marks.ts';

const weeks = ['2025-10-05', '2025-10-12', '2025-10-19'].map((day) => ({
  week: `${day}T00:00:00Z`,
  open: 1,
  opened: 0,
  fixed: 0,
}));
const at = (day: string) => `${day}T08:00:00Z`;

describe('introductions of tools', () => {
  it('stand on the week in which they happened, one mark for a week', () => {
    const introductions = [
      { tool: 'semgrep', at: at('2025-10-07') },
      { tool: 'trivy', at: at('2025-10-11') },
      { tool: 'zap', at: at('2025-10-15') },
    ];
    expect(marksOf({ weeks, introductions })).toEqual([
      { week: '2025-10-12T00:00:00Z', label: 'semgrep, trivy' },
      { week: '2025-10-19T00:00:00Z', label: 'zap' },
    ]);
  });

  it('have no mark before the first or after the last week shown', () => {
    const introductions = [
      { tool: 'old', at: at('2025-01-01') },
      { tool: 'next', at: at('2025-11-01') },
    ];
    expect(marksOf({ weeks, introductions })).toEqual([]);
  });
});

describe('the scale of a chart', () => {
  it.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [40, [0, 10, 20, 30, 40]],
    [260, [0, 100, 200, 300]],
    [1312, [0, 500, 1000, 1500]],
  ])('begins at zero, is round and reaches %s', (highest, ticks) => {
    expect(ticksTo(highest)).toEqual(ticks);
  });
});
