import { expect, it } from 'vitest';
import { claimObjection, matchesPattern } from './match-claims.ts';

it.each([
  ['acme/*', 'acme/shop', true],
  ['acme/*', 'acme/shop/deep', false],
  ['acme/*', 'acme', false],
  ['acme/*', 'acme-evil/shop', false],
  ['acme/*', 'evil/acme/shop', false],
  ['acme/shop-*-api', 'acme/shop-a-b-api', true],
  ['acme/shop-*-api', 'acme/shop-api', false],
  ['refs/heads/*', 'refs/heads/release/1', false],
  ['refs/*/*', 'refs/tags/v1', true],
  ['a*a', 'a', false],
  ['a*b*c', 'a--b--b-c', true],
  ['a*b*c', 'a--c', false],
  ['acme.*', 'acmexshop', false],
  ['main', 'Main', false],
])('%s is of %s: %s', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

it('takes linear time', () => {
  const begun = performance.now();
  expect(matchesPattern('a*'.repeat(1000), `${'a'.repeat(100_000)}b`)).toBe(true);
  expect(matchesPattern(`${'*a'.repeat(1000)}c`, 'a'.repeat(100_000))).toBe(false);
  expect(performance.now() - begun).toBeLessThan(1000);
});

it('a claim that is missing, empty or no text is not as agreed', () => {
  const wanted = { repository: 'acme/*', environment: '*' };
  expect(claimObjection(wanted, { repository: 'acme/shop', environment: 'live' })).toBeNull();
  expect(claimObjection(wanted, { repository: 'acme/shop' })).toContain('environment is missing');
  expect(claimObjection(wanted, { repository: 'acme/shop', environment: '' })).toContain(
    'environment is missing',
  );
  expect(claimObjection(wanted, { repository: ['acme/shop'], environment: 'live' })).toContain(
    'repository is missing',
  );
});
