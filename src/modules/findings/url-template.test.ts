import { describe, expect, it } from 'vitest';
import { urlTemplate } from './url-template.ts';

describe('urlTemplate', () => {
  it('folds ids, sorts parameter names and drops their values', () => {
    expect(urlTemplate('https://a.example/users/4711/3f2b9c4d5e6f?b=1&a=2#x')).toBe(
      'https://a.example/users/{id}/{id}?a&b',
    );
  });

  it('folds ids where the host is not told, and never a host that looks like one', () => {
    expect(urlTemplate('/users/4711')).toBe('/users/{id}');
    expect(urlTemplate('https://deadbeef/users')).toBe('https://deadbeef/users');
  });
});
