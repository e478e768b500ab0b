import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, type Seen, track } from './track.ts';

const seen = (key: string, line: number, text = key, place = 'rule in file'): Seen => ({
  key,
  place,
  text,
  line,
});
const known = (key: string, line: number, text = key, place = 'rule in file'): Known => ({
  ...seen(key, line, text, place),
  live: true,
});

describe('track', () => {
  it('keeps a finding whose line moved', () => {
    expect(track([known('a', 10)], [seen('a', 480)])).toEqual({
      matched: [[0, 0, 'key']],
      missing: [],
      opened: [],
    });
  });

  it('keeps a finding whose line was edited a little', () => {
    const before = known('k1', 10, 'const user = load(request.query.user);');
    const after = seen('k2', 12, 'const account = load(request.query.user);');
    expect(track([before], [after]).matched).toEqual([[0, 0, 'place']]);
  });

  it('opens a new finding where the text is different code', () => {
    const result = track([known('k1', 10, 'eval(input)')], [seen('k2', 10, 'crypto.createHash("md5")')]);
    expect(result).toEqual({ matched: [], missing: [0], opened: [0] });
  });

  it('never aligns lines of different files or rules by their text', () => {
    const result = track([known('k1', 10, 'eval(x)', 'a')], [seen('k2', 10, 'eval(x)', 'b')]);
    expect(result.matched).toEqual([]);
  });

  it('pairs repeats of equal text in the order of their lines', () => {
    const before = [known('a', 10), known('a', 20), known('a', 30)];
    const after = [seen('a', 33), seen('a', 13), seen('a', 23)];
    expect(track(before, after).matched.toSorted()).toEqual([
      [0, 1, 'key'],
      [1, 2, 'key'],
      [2, 0, 'key'],
    ]);
  });

  it('leaves the repeat without a near partner as the one that is gone', () => {
    const before = [known('a', 10), known('a', 200), known('a', 300)];
    const after = [seen('a', 12), seen('a', 301)];
    expect(track(before, after)).toMatchObject({ missing: [1], opened: [] });
  });

  it('reopens a fixed finding by its strong key only, and prefers a live one', () => {
    const fixed = { ...known('a', 10), live: false };
    expect(track([fixed], [seen('a', 90)]).matched).toEqual([[0, 0, 'key']]);
    expect(track([fixed, known('a', 50)], [seen('a', 10)]).matched).toEqual([[1, 0, 'key']]);
    expect(track([{ ...fixed, text: 'eval(input)' }], [seen('b', 10, 'eval(input )')]).matched).toEqual([]);
  });

  it('uses each position at most once and accounts for every one', () => {
    const item = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      place: fc.constantFrom('p', 'q', null),
      text: fc.constantFrom('', 'eval(input)', 'eval(inputs)', 'load(query.user)'),
      line: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(fc.record({ item, live: fc.boolean() })), fc.array(item), (before, after) => {
        const list = before.map(({ item: one, live }) => ({ ...one, live }));
        const { matched, missing, opened } = track(list, after);
        const left = matched.map(([k]) => k);
        expect(new Set(left).size).toBe(left.length);
        expect([...matched.map(([, s]) => s), ...opened].sort((a, b) => a - b)).toEqual(
          after.map((_, i) => i),
        );
        const live = list.flatMap(({ live: alive }, i) => (alive ? [i] : []));
        expect([...left.filter((k) => list[k]?.live), ...missing].sort((a, b) => a - b)).toEqual(live);
      }),
    );
  });

  it('finds everything again when nothing but the lines has changed', () => {
    const item = fc.record({
      key: fc.string(),
      place: fc.constant('p'),
      text: fc.string(),
      line: fc.nat(900),
    });
    fc.assert(
      fc.property(fc.array(item), fc.nat(50), (items, shift) => {
        const before = items.map((one) => ({ ...one, live: true }));
        const after = items.map((one) => ({ ...one, line: one.line + shift }));
        expect(track(before, after)).toMatchObject({ missing: [], opened: [] });
      }),
    );
  });

  it('aligns ten thousand equal findings in one file without a table of all pairs', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => known('a', i));
    const startedAt = performance.now();
    expect(track(many, many).missing).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
