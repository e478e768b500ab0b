import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, type Seen, track } from './track.ts';

/** A line of a file; its key is what `keysOf` would make of it. */
const seen = (text: string, line: number, path = 'src/app.ts', rule = 'no-eval'): Seen => ({
  key: `${rule} ${path} ${text}`,
  path,
  ordered: true,
  rule,
  text,
  line,
});
const known = (text: string, line: number, path?: string, rule?: string): Known => ({
  ...seen(text, line, path, rule),
  live: true,
});
/** A package with a weakness, in a lock file. */
const vulnerable = (version: string, weakness: string, path = 'package-lock.json'): Seen => ({
  key: `${path} lodash ${weakness}`,
  path,
  ordered: false,
  rule: `lodash ${weakness}`,
  text: version,
  line: 0,
  package: { name: 'lodash', weaknesses: [weakness] },
});
const live = (item: Seen): Known => ({ ...item, live: true });

describe('track', () => {
  it('keeps a finding whose line moved', () => {
    expect(track([known('a', 10)], [seen('a', 480)])).toEqual({
      matched: [[0, 0, 'key']],
      missing: [],
      opened: [],
    });
  });

  it('keeps a finding whose line was edited a little', () => {
    const before = known('const user = load(request.query.user);', 10);
    const after = seen('const account = load(request.query.user);', 12);
    expect(track([before], [after]).matched).toEqual([[0, 0, 'edited']]);
  });

  it('opens a new finding where the text is different code', () => {
    const result = track([known('eval(input)', 10)], [seen('crypto.createHash("md5")', 10)]);
    expect(result).toEqual({ matched: [], missing: [0], opened: [0] });
  });

  it('never takes a line of another rule for the same', () => {
    const result = track([known('eval(x)', 10)], [seen('eval(x)', 10, 'src/app.ts', 'no-new-func')]);
    expect(result.matched).toEqual([]);
  });

  it('takes no line of another file for the same while its own file is still there', () => {
    const before = [known('eval(x)', 10, 'a.ts'), known('run(y)', 20, 'a.ts')];
    const after = [seen('eval(x)', 10, 'b.ts'), seen('run(y)', 20, 'a.ts')];
    expect(track(before, after)).toEqual({ matched: [[1, 1, 'key']], missing: [0], opened: [0] });
  });

  it('follows a file to its new path, with the lines that were edited on the way', () => {
    const before = [known('eval(first)', 1, 'lib/a.ts'), known('eval(second)', 2, 'lib/a.ts')];
    const after = [seen('eval(first)', 5, 'src/a.ts'), seen('eval(secondOne)', 6, 'src/a.ts')];
    expect(track(before, after).matched).toEqual([
      [0, 0, 'renamed'],
      [1, 1, 'renamed'],
    ]);
  });

  it('takes the told path where names and lines would mislead', () => {
    const before = [known('eval(x)', 1, 'a.ts')];
    const after = [seen('eval(x)', 1, 'copy-of-a.ts'), seen('eval(x)', 1, 'b.ts')];
    const { matched } = track(before, after, { renames: new Map([['a.ts', 'b.ts']]) });
    expect(matched).toEqual([[0, 1, 'renamed']]);
  });

  it('infers no rename from a scan of a part, which need not have looked at the old path', () => {
    const before = [known('eval(first)', 1, 'lib/a.ts')];
    const after = [seen('eval(first)', 1, 'src/a.ts')];
    expect(track(before, after, { whole: false }).matched).toEqual([]);
  });

  it('follows a rule to the name that the tool gives it now', () => {
    const after = [seen('eval(x)', 12, 'src/app.ts', 'security/no-eval')];
    const formerRules = new Map([['security/no-eval', ['no-eval']]]);
    expect(track([known('eval(x)', 10)], after).matched).toEqual([]);
    expect(track([known('eval(x)', 10)], after, { formerRules }).matched).toEqual([[0, 0, 'rule-renamed']]);
  });

  it('comes to an end where rules were renamed in a circle', () => {
    const formerRules = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'c']],
    ]);
    const before = [known('eval(x)', 1, 'x.ts', 'a')];
    expect(track(before, [seen('eval(x)', 1, 'x.ts', 'c')], { formerRules }).matched).toHaveLength(1);
  });

  it('keeps a weakness of a package that the tool calls by another of its names now', () => {
    const [before, after] = [vulnerable('4.17.11', 'GHSA-1'), vulnerable('4.17.12', 'CVE-1')];
    const groupOf = (name: string) => (name === 'GHSA-1' ? 'CVE-1' : name);
    expect(track([live(before)], [after]).matched).toEqual([]);
    expect(track([live(before)], [after], { groupOf }).matched).toEqual([[0, 0, 'alias']]);
  });

  it('follows the packages of a lock file that was moved', () => {
    const before = ['CVE-1', 'CVE-2'].map((weakness) => live(vulnerable('1.0.0', weakness)));
    const after = ['CVE-2', 'CVE-1'].map((weakness) =>
      vulnerable('1.0.0', weakness, 'web/package-lock.json'),
    );
    expect(track(before, after).matched.toSorted()).toEqual([
      [0, 1, 'renamed'],
      [1, 0, 'renamed'],
    ]);
  });

  it('follows the packages of lock files that are told to have changed names', () => {
    const before = ['a/lock', 'b/lock'].map((path) => live(vulnerable('1.0.0', 'CVE-1', path)));
    const after = ['b/lock', 'a/lock'].map((path) => vulnerable('1.0.0', 'CVE-1', path));
    const renames = new Map([
      ['a/lock', 'b/lock'],
      ['b/lock', 'a/lock'],
    ]);
    expect(track(before, after, { renames }).matched.map(([k, s]) => [k, s])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('leaves the packages of a file alone into which another is told to have been moved', () => {
    const before = ['a/lock', 'b/lock'].map((path) => live(vulnerable('1.0.0', 'CVE-1', path)));
    const after = [vulnerable('1.0.0', 'CVE-1', 'b/lock')];
    const renames = new Map([['a/lock', 'b/lock']]);
    expect(track(before, after, { renames })).toMatchObject({ matched: [[1, 0, 'key']], missing: [0] });
  });

  it('tells two versions of one package in one lock file apart, in whatever order they are told', () => {
    const before = ['1.0.0', '2.0.0'].map((version) => live(vulnerable(version, 'CVE-1')));
    const after = ['2.0.0', '1.0.0'].map((version) => vulnerable(version, 'CVE-1'));
    expect(track(before, after).matched.toSorted()).toEqual([
      [0, 1, 'key'],
      [1, 0, 'key'],
    ]);
  });

  it('takes the repeat for the same that kept its distance to its neighbours', () => {
    const before = [known('close()', 10), known('open(a)', 15), known('close()', 40), known('open(b)', 45)];
    // The first one is gone with the thirty lines above it.
    const after = [seen('open(a)', 5), seen('close()', 30), seen('open(b)', 35)];
    expect(track(before, after)).toMatchObject({ missing: [0], opened: [] });
  });

  it('keeps a function that was moved behind another', () => {
    const before = [known('eval(first)', 10), known('eval(second)', 50)];
    const after = [seen('eval(second)', 20), seen('eval(first)', 60)];
    expect(track(before, after)).toMatchObject({ missing: [], opened: [] });
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
    expect(track([fixed], [seen('a ', 10)]).matched).toEqual([]);
  });

  describe('where the wording alone tells results of one rule on one line apart', () => {
    const told = (content: string, line = 10): Seen => ({ ...seen('run(a, b)', line), content });
    const named = (content: string, line?: number): Known => live(told(content, line));

    it('keeps each word for word, in whatever order they are told', () => {
      const { matched } = track([named('a'), named('b'), named('c')], [told('c'), told('a'), told('b')]);
      expect(matched.map(([k, s]) => [k, s]).toSorted()).toEqual([
        [0, 1],
        [1, 2],
        [2, 0],
      ]);
    });

    it.each([
      ['the one that is gone', ['a', 'b'], ['b'], { missing: [0], opened: [] }],
      ['the one that is new', ['b'], ['a', 'b'], { missing: [], opened: [0] }],
      ['the one that was told twice', ['a', 'a', 'b'], ['b', 'a'], { missing: [0], opened: [] }],
    ])('names %s', (_, before, after, expected) => {
      const result = track(
        before.map((content) => named(content)),
        after.map((content) => told(content)),
      );
      expect(result).toMatchObject(expected);
    });

    it('pairs them in order where all were reworded', () => {
      const { matched } = track([named('a'), named('b')], [told('x'), told('y')]);
      expect(matched.toSorted()).toEqual([
        [0, 0, 'key'],
        [1, 1, 'key'],
      ]);
    });

    it('lets no wording speak against the lines around it', () => {
      // Thirty lines were put in above; another such line now stands where the first one stood.
      const before = [live(seen('open(a)', 35)), named('first', 40), live(seen('open(b)', 45))];
      const after = [told('first', 40), seen('open(a)', 65), told('moved', 70), seen('open(b)', 75)];
      expect(track(before, after)).toMatchObject({ missing: [], opened: [0] });
    });
  });

  const item = fc
    .record({
      rule: fc.constantFrom('r1', 'r2'),
      path: fc.constantFrom('a.ts', 'b.ts', 'c.ts', null),
      text: fc.constantFrom('', 'eval(input)', 'eval(inputs)', 'load(query.user)'),
      line: fc.oneof(fc.nat(3), fc.nat(50)),
      content: fc.constantFrom(undefined, 'a', 'b', 'c'),
    })
    .map((one) => ({ ...one, ordered: one.path !== null, key: `${one.rule} ${one.path} ${one.text}` }));

  it('uses each position at most once and accounts for every one', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ item, live: fc.boolean() })), fc.array(item), (before, after) => {
        const list = before.map(({ item: one, live: alive }) => ({ ...one, live: alive }));
        const { matched, missing, opened } = track(list, after);
        const left = matched.map(([k]) => k);
        expect(new Set(left).size).toBe(left.length);
        expect([...matched.map(([, s]) => s), ...opened].sort((a, b) => a - b)).toEqual(
          after.map((_, i) => i),
        );
        const alive = list.flatMap((one, i) => (one.live ? [i] : []));
        expect([...left.filter((k) => list[k]?.live), ...missing].sort((a, b) => a - b)).toEqual(alive);
      }),
    );
  });

  it('finds everything again when nothing but the lines has changed', () => {
    fc.assert(
      fc.property(fc.array(item), fc.nat(50), (items, shift) => {
        const after = items.map((one) => ({ ...one, line: one.line + shift }));
        expect(track(items.map(live), after)).toMatchObject({ missing: [], opened: [] });
      }),
    );
  });

  it('gives the same answer for the same question, whatever it was asked before', () => {
    fc.assert(
      fc.property(fc.array(item), fc.array(item), (before, after) => {
        expect(track(before.map(live), after)).toEqual(track(before.map(live), after));
      }),
    );
  });

  it.each([
    ['all equal', (i: number) => known('a', i)],
    ['no two equal', (i: number) => known(`eval(${i})`, i)],
    ['a few texts over and over', (i: number) => known(`eval(${i % 7})`, i * 3)],
  ])('aligns ten thousand findings of one file without a table of all pairs: %s', (_, make) => {
    const before = Array.from({ length: 10_000 }, (_unused, i) => make(i));
    const after = before
      .filter((_unused, i) => i % 100 !== 50)
      .map((one) => ({ ...one, line: one.line + 9 }));
    const startedAt = performance.now();
    expect(track(before, after)).toMatchObject({ missing: { length: 100 }, opened: [] });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
