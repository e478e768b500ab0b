import { describe, expect, it } from 'vitest';
import type { FindingLabels } from '../../../../contract/trust.ts';
import { intervalWords, labelWords, othersWords, usefulOf } from './trust-words.ts';

const said = (
  by: string,
  word: 'not-useful' | 'acknowledged' | 'fixed',
  channel: 'page' | 'scan' = 'page',
) => ({
  by,
  word,
  channel,
  reason: null,
  at: '2026-03-02T09:00:00.000Z',
});

describe('words about trust', () => {
  it('turn the share of not useful into the useful one, bounds swapped', () => {
    const useful = usefulOf({ rate: 0.1, lower: 0.05, upper: 0.2 })!;
    expect(intervalWords(useful)).toBe('90 % useful, with 95 % certainty between 80 % and 95 %');
    expect(usefulOf({ rate: null, lower: 0, upper: 1 })).toBeNull();
  });

  it('leave out what nobody said', () => {
    expect(labelWords({ notUseful: 2, fixed: 0, acknowledged: 5 })).toBe('2 not useful and 5 we act on');
    expect(labelWords({ notUseful: 0, fixed: 0, acknowledged: 0 })).toBe('none');
  });

  it('count colleagues, neither oneself nor scans', () => {
    const mine = said('me', 'not-useful');
    const labels: FindingLabels['labels'] = [mine, said('Lanekeeper', 'fixed', 'scan')];
    expect(othersWords({ labels, mine })).toBe('');
    expect(othersWords({ labels: [...labels, said('ada', 'not-useful')], mine })).toBe(
      '1 colleague found it not useful.',
    );
    expect(othersWords({ labels: [said('ada', 'acknowledged'), said('bo', 'not-useful')], mine: null })).toBe(
      '1 colleague found it useful, 1 not.',
    );
  });
});
