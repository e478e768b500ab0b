import { describe, expect, it } from 'vitest';
import { packageOf, placeOf } from './place.ts';

const nowhere = { path: null, startLine: null, component: null, version: null };

describe('where a finding stands', () => {
  it('is the package and its version, as people call it', () => {
    expect(placeOf({ ...nowhere, component: 'pkg:npm/%40acme/pay', version: '1.2.0' })).toBe(
      '@acme/pay 1.2.0',
    );
    expect(packageOf('pkg:maven/org.acme/pay')).toEqual({ name: 'org.acme/pay', ecosystem: 'maven' });
    expect(packageOf('pkg:npm/%zz')).toEqual({ name: '%zz', ecosystem: 'npm' });
    expect(packageOf('openssl')).toEqual({ name: 'openssl', ecosystem: null });
  });

  it('is the line of a file, or the file, or nothing', () => {
    expect(placeOf({ ...nowhere, path: 'src/pay.ts', startLine: 41 })).toBe('src/pay.ts:41');
    expect(placeOf({ ...nowhere, path: 'Dockerfile' })).toBe('Dockerfile');
    expect(placeOf(nowhere)).toBe('');
  });
});
