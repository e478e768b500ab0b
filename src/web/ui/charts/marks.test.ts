import { describe, expect, it } from 'vitest';
import { groupLabel, groupMarks, type Mark, placeLabels } from './marks.ts';
import { widthOf } from './scale.ts';

const weeks = ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'];
const tool = (at: string, label: string): Mark => ({ at, label, kind: 'tool' });

describe('marks of a trend', () => {
  it('stand on the week that holds their day: Monday to Sunday', () => {
    const groups = groupMarks(
      weeks,
      [tool('2026-11-08', 'b'), tool('2026-11-02', 'a'), tool('2026-11-09', 'c')],
      7,
    );
    expect(groups.map(({ at, marks }) => [at, marks.map(({ label }) => label)])).toEqual([
      ['2026-11-02', ['a', 'b']],
      ['2026-11-09', ['c']],
    ]);
  });

  it('outside of the picture, or in its first week where all that was known would pile up, are not drawn', () => {
    const marks = [tool('2026-10-27', 'first'), tool('2025-01-01', 'before'), tool('2026-11-23', 'after')];
    expect(groupMarks(weeks, marks, 7)).toEqual([]);
    expect(groupMarks(weeks, [tool('2026-11-22', 'running week')], 7)).toHaveLength(1);
  });

  it('of one week share their words; the same words are said once', () => {
    const label = (...labels: string[]) =>
      groupLabel({ at: weeks[1]!, marks: labels.map((each) => tool(weeks[1]!, each)) });
    expect(label('a', 'a')).toBe('a');
    expect(label('a', 'b')).toBe('a, b');
    expect(label('a', 'b', 'c')).toBe('a and 2 more');
  });
});

describe('labels over marks', () => {
  const place = { from: 0, to: 400, lanes: 2 };

  it('never cover each other and never leave the picture, however near the marks are', () => {
    const points = Array.from({ length: 40 }, (_, index) => ({
      x: index * 10,
      text: `introduction ${index}`,
    }));
    const placed = placeLabels(points, place).filter((each) => each !== null);
    expect(placed.length).toBeGreaterThan(4);
    for (const [index, a] of placed.entries()) {
      expect(a.left).toBeGreaterThanOrEqual(place.from);
      expect(a.left + widthOf(a.text)).toBeLessThanOrEqual(place.to);
      for (const b of placed.slice(index + 1))
        if (a.lane === b.lane) expect(a.left + widthOf(a.text)).toBeLessThan(b.left);
    }
  });

  it('with room for both stand in the first lane, over their marks', () => {
    const [a, b] = placeLabels(
      [
        { x: 100, text: 'abc' },
        { x: 300, text: 'xyz' },
      ],
      place,
    );
    expect([a?.lane, b?.lane]).toEqual([0, 0]);
    expect(a!.left + widthOf('abc') / 2).toBeCloseTo(100);
  });
});
