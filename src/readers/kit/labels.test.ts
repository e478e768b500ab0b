import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../reader.ts';
import { ObservationCleaner } from './clean.ts';
import { labelsOf } from './labels.ts';

describe('labels and tags', () => {
  it.each([
    ['an object', { team: 'payments', count: 3 }, { team: 'payments' }],
    ['the JSON of an object', '{"Owner":"JD"}', { Owner: 'JD' }],
    ['a list as AWS writes it', [{ Key: 'team', Value: 'payments' }], { team: 'payments' }],
    ['a list of lists', [[{ key: 'a', value: '1' }], [{ name: 'b', value: '2' }]], { a: '1', b: '2' }],
    ['texts', ['team:sales', 'plain'], { team: 'sales' }],
    ['one text with several', 'team=sales | env=test', { team: 'sales', env: 'test' }],
  ])('are read from %s', (_, told, labels) => expect(labelsOf(told)).toEqual(labels));

  it.each([[undefined], [null], [7], [[]], [{}], ['{broken'], ['plain']])('are none in %j', (told) =>
    expect(labelsOf(told)).toBeUndefined(),
  );

  it('leave out hashes, which change with every deployment', () =>
    expect(labelsOf({ 'pod-template-hash': '5b9', app: 'shop' })).toEqual({ app: 'shop' }));

  it('are bounded in number and length, whatever a report says, and their order is no change', () => {
    const cleaner = new ObservationCleaner(DEFAULT_LIMITS.maxStringLength);
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`t${499 - i}`, 'x']));
    const kept = cleaner.labels({ ...many, a: 'y'.repeat(5000), ['k'.repeat(5000)]: 'z', b: 'n\0' });
    expect(Object.keys(kept)).toHaveLength(64);
    expect(Object.keys(kept)).toEqual(Object.keys(kept).toSorted());
    expect(kept).toMatchObject({ b: 'n', t0: 'x' });
    expect(kept).not.toHaveProperty('a');
  });
});
