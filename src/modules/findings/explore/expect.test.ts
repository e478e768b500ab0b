import { describe, expect, it } from 'vitest';
import { expectTagged, type Frequencies, worthBringing } from './expect.ts';
import type { Group } from './tags.ts';

const open = (priority: number): Group => ({ closed: false, priority });
const GROUPS = [0, 1, 2].map(open);
/** 10 findings of P0, 100 of P1, 1,000 of P2: one of a hundred was looked at. */
const SEEN: Frequencies = {
  scale: 100,
  groups: new Map([
    ['open/0', { n: 10, tags: new Map([['tool/zap', 5]]) }],
    ['open/1', { n: 100, tags: new Map([['tool/zap', 10]]) }],
    [
      'open/2',
      {
        n: 1000,
        tags: new Map([
          ['tool/zap', 10],
          ['kind/web', 500],
          ['kind/code', 500],
        ]),
      },
    ],
  ]),
};

describe('what is expected of tags', () => {
  it('is what the sample says of each group, not of all', () => {
    expect(expectTagged(SEEN, { all: ['tool/zap'], any: [] }, [open(0)])).toBe(500);
    expect(expectTagged(SEEN, { all: ['tool/zap'], any: [] }, GROUPS)).toBe(2500);
    expect(expectTagged(SEEN, { all: [], any: [] }, GROUPS)).toBe(111_000);
  });

  it('several tags are met together as often as chance has it, one of several as often as all of them', () => {
    expect(expectTagged(SEEN, { all: ['tool/zap', 'kind/web'], any: [] }, [open(2)])).toBe(500);
    expect(expectTagged(SEEN, { all: [], any: [['kind/web', 'kind/code', 'kind/web']] }, [open(2)])).toBe(
      100_000,
    );
  });

  it('what the sample does not know is rare, and not impossible', () => {
    expect(expectTagged(SEEN, { all: ['rule/x'], any: [] }, GROUPS)).toBe(150);
    expect(expectTagged(SEEN, { all: [], any: [] }, [{ closed: true, priority: 0 }])).toBe(50);
  });
});

describe('walking or bringing', () => {
  const worth = (tagged: readonly number[], walked: readonly number[]) => {
    const sum = (of: readonly number[]) => (groups: readonly Group[]) =>
      groups.reduce((all, { priority }) => all + of[priority]!, 0);
    return worthBringing({ tagged: sum(tagged), walked: sum(walked) }, GROUPS, {
      limit: 50,
      first: 300,
      rare: 2000,
    });
  };

  it.each<[string, number[], number[], number]>([
    ['frequent ones are met by walking', [100, 5000, 9000], [200, 10_000, 20_000], 0],
    ['few among many are brought all at once', [0, 1, 40], [200, 10_000, 200_000], 3],
    ['as many groups as fill the page twice', [10, 100, 300], [200, 10_000, 200_000], 2],
    ['groups before one that holds too many', [0, 20, 50_000], [200, 10_000, 100_000], 2],
    ['nothing to save where there is little to walk', [3, 3, 3], [50, 50, 50], 0],
  ])('%s', (_, tagged, walked, groups) => {
    expect(worth(tagged, walked)).toBe(groups);
  });
});
