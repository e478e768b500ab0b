import { describe, expect, it } from 'vitest';
import type { Observation } from '../../kernel/observation.ts';
import { contentOf, detailOf } from './content.ts';
import { keysOf } from './keys.ts';
import { type Seen, track } from './track.ts';

const base: Observation = {
  kind: 'code',
  rule: 'no-eval',
  title: 'Eval of a value from outside',
  severity: 'high',
  cwes: [95],
  vulnerabilities: [],
  place: {},
};
const seenOf = (observation: Observation): Seen => ({
  ...keysOf(observation),
  line: observation.place.startLine ?? 0,
  content: contentOf(observation, detailOf(observation)),
});
const align = (before: readonly Observation[], after: readonly Observation[]) => {
  const known = before.map((one) => ({ ...seenOf(one), live: true }));
  const { matched, missing, opened } = track(known, after.map(seenOf));
  return { pairs: matched.map(([k, s]) => [k, s]).toSorted((a, b) => a[0]! - b[0]!), missing, opened };
};
const identity = (count: number) => Array.from({ length: count }, (_, at) => [at, at]);

describe('results that their source gave one id twice', () => {
  const byHand = (title: string): Observation => ({ ...base, kind: 'manual', externalId: 'PT-7', title });
  const both = [byHand('Orders of others can be read'), byHand('Orders of others can be paid')];

  it('stay two findings, each recognised by its words', () => {
    expect(align(both, both.toReversed())).toEqual({
      pairs: [
        [0, 1],
        [1, 0],
      ],
      missing: [],
      opened: [],
    });
  });

  it('stay two findings when both are reworded, in the order in which they are told', () => {
    const reworded = both.map((one) => ({ ...one, title: `${one.title}!` }));
    expect(align(both, reworded).pairs).toEqual(identity(2));
  });

  it('lose the one that is no longer told, not the other', () => {
    expect(align(both, both.slice(1))).toMatchObject({ missing: [0], opened: [] });
  });

  it('are told apart by their places where a scanner gave the id: it takes no part in identity', () => {
    const scanned = ['a.ts', 'b.ts'].map((path) => ({ ...base, externalId: '7', place: { path } }));
    expect(align(scanned, scanned.toReversed()).pairs).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

describe('findings without any place', () => {
  const told = (title: string, rule = 'weak-cipher'): Observation => ({ ...base, kind: 'host', rule, title });

  it('are recognised by their rule, whatever their words', () => {
    const before = [told('RC4 is offered'), told('TLS 1.0 is offered', 'old-protocol')];
    const after = [told('TLS 1.0', 'old-protocol'), told('RC4')];
    expect(align(before, after)).toEqual({
      pairs: [
        [0, 1],
        [1, 0],
      ],
      missing: [],
      opened: [],
    });
  });

  it('of one rule are told apart by their words while these stay', () => {
    const before = [told('RC4'), told('DES'), told('NULL')];
    expect(align(before, [told('NULL'), told('RC4')])).toEqual({
      pairs: [
        [0, 1],
        [2, 0],
      ],
      missing: [1],
      opened: [],
    });
  });

  it('of one rule keep their number when all are reworded: as many as before, paired in their order', () => {
    const before = [told('RC4'), told('DES')];
    const after = [told('cipher RC4'), told('cipher DES'), told('cipher NULL')];
    expect(align(before, after)).toEqual({ pairs: identity(2), missing: [], opened: [2] });
  });
});

describe('ten thousand equal findings in one file', () => {
  const COUNT = 10_000;
  const many = (make: (at: number) => Partial<Observation>): Observation[] =>
    Array.from({ length: COUNT }, (_, at) => ({ ...base, ...make(at) }));
  const inTime = (before: Observation[], after: Observation[]) => {
    const [known, seen] = [before.map(seenOf), after.map(seenOf)];
    const startedAt = performance.now();
    const { matched, missing, opened } = track(
      known.map((one) => ({ ...one, live: true })),
      seen,
    );
    expect(performance.now() - startedAt).toBeLessThan(2000);
    return { pairs: matched.map(([k, s]) => [k, s]).toSorted((a, b) => a[0]! - b[0]!), missing, opened };
  };

  it('are paired in the order of their lines, however the report is ordered', () => {
    const at = (line: number): Partial<Observation> => ({
      place: { path: 'min.js', startLine: line, snippet: 'eval(x)' },
    });
    const before = many((i) => at(i + 1));
    const after = many((i) => at(COUNT - i + 40));
    expect(inTime(before, after)).toEqual({
      pairs: identity(COUNT).map(([k]) => [k, COUNT - 1 - k!]),
      missing: [],
      opened: [],
    });
  });

  it('on one line, word for word, lose as many as are gone', () => {
    const before = many(() => ({ place: { path: 'min.js', startLine: 1, snippet: 'eval(x)' } }));
    const result = inTime(before, before.slice(7));
    expect([result.missing.length, result.opened.length]).toEqual([7, 0]);
  });

  it('on one line, each with words of its own, keep theirs in whatever order they are told', () => {
    const before = many((i) => ({ message: `way ${i}`, place: { path: 'min.js', startLine: 1 } }));
    const result = inTime(before, before.toReversed().slice(0, -1));
    expect(result.pairs).toEqual(
      identity(COUNT)
        .slice(1)
        .map(([k]) => [k, COUNT - 1 - k!]),
    );
    expect(result.missing).toEqual([0]);
  });

  it('of one package, by two ways that change places, keep theirs', () => {
    const before = many((i) => ({
      kind: 'dependency',
      message: `way ${i % 2}`,
      component: { type: 'npm', name: 'left-pad', version: '1.0.0', fixedVersions: [] },
      place: { path: 'package-lock.json' },
    }));
    const result = inTime(before, before.toReversed());
    expect(result.pairs.every(([k, s]) => before[k!]!.message === before.toReversed()[s!]!.message)).toBe(
      true,
    );
  });
});
