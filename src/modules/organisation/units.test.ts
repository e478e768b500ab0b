import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowestUnitOfBoth, unitAndAbove, unitsInCycles } from './units.ts';

const unitsOf = (parents: Record<string, string | null>) =>
  new Map(Object.entries(parents).map(([key, parent]) => [key, { key, parent }]));

const COMPANY = unitsOf({ acme: null, shop: 'acme', pay: 'shop', cart: 'shop', post: 'acme', alone: null });

describe('the lowest unit that holds both teams', () => {
  it.each([
    ['pay', 'cart', 'shop'],
    ['pay', 'post', 'acme'],
    ['pay', 'shop', 'shop'],
    ['pay', 'pay', 'pay'],
    ['pay', 'alone', null],
    ['pay', null, null],
    ['pay', 'unknown', null],
  ])('of %s and %s is %s', (a, b, unit) => {
    expect(lowestUnitOfBoth(COMPANY, a, b)?.key ?? null).toBe(unit);
    expect(lowestUnitOfBoth(COMPANY, b, a)?.key ?? null).toBe(unit);
  });

  it('is found in any tangle of units, and no deeper one holds both', () => {
    const tangle = fc
      .array(fc.option(fc.nat(11)), { minLength: 1, maxLength: 12 })
      .map((parents) =>
        unitsOf(Object.fromEntries(parents.map((p, i) => [`u${i}`, p === null ? null : `u${p}`]))),
      );
    fc.assert(
      fc.property(tangle, fc.nat(11), fc.nat(11), (units, a, b) => {
        const [above, below] = [unitAndAbove(units, `u${a}`), unitAndAbove(units, `u${b}`)];
        const found = lowestUnitOfBoth(units, `u${a}`, `u${b}`);
        const common = below.filter((unit) => above.includes(unit));
        expect(found).toBe(common[0] ?? null);
      }),
    );
  });
});

describe('units that lie in themselves', () => {
  it('are told apart from those that only lie in such a one', () => {
    expect(unitsInCycles(unitsOf({ a: 'b', b: 'c', c: 'b', d: 'd', e: null }))).toEqual(['b', 'c', 'd']);
    expect(unitsInCycles(COMPANY)).toEqual([]);
  });

  it('are found in a chain of ten thousand without slowness', () => {
    const chain = unitsOf(
      Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`u${i}`, `u${i + 1}`])),
    );
    const begun = performance.now();
    expect(unitsInCycles(chain)).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
