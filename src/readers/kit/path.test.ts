import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../reader.ts';
import { ObservationCleaner } from './clean.ts';
import { normalisePath } from './path.ts';

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['./src//a.ts', 'src/a.ts'],
  ['src/x/../a.ts', 'src/a.ts'],
  ['../../etc/passwd', 'etc/passwd'],
  ['C:\\work\\src\\a.cs', 'work/src/a.cs'],
  ['file:///C:/code/a%20b.cs', 'code/a b.cs'],
  ['/home/runner/work/shop/shop/src/a.ts', 'src/a.ts'],
  ['D:\\a\\shop\\shop\\src\\a.cs', 'src/a.cs'],
  ['/builds/acme/shop/src/a.ts', 'src/a.ts'],
  ['/var/lib/jenkins/workspace/shop_main/src/a.ts', 'src/a.ts'],
  ['/home/vsts/work/1/s/src/a.ts', 'src/a.ts'],
])('%s is kept as %s', (told, kept) => {
  expect(normalisePath(told)).toBe(kept);
});

test('no spelling leads out of the repository', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    'C:',
    'a',
    'file:',
    '//',
    '%2e',
    ' ',
    '\0',
    '~',
    'https:',
    '%2F',
  );
  const cleaner = new ObservationCleaner(DEFAULT_LIMITS.maxStringLength);
  const property = fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
    expect(cleaner.path(pieces.join(''))).not.toMatch(/^\/|^[A-Za-z]:\/|(^|\/)\.\.(\/|$)|\0/);
  });
  fc.assert(property, { numRuns: 5000 });
});
