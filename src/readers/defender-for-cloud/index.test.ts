import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a vulnerable image names package, fixed version and repository; what is left out is said', async () => {
  const { observations, diagnostics } = await readFixture('defender-for-cloud', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-2301',
      severity: 'high',
      score: 7.5,
      component: { type: 'deb', name: 'libexpat1', version: '2.5.0-1', fixedVersions: ['2.5.0-2'] },
      resource: { id: 'r.example.com/shop', account: 's-1' },
      references: ['https://example.com/2301'],
    },
  ]);
  expect(diagnostics).toHaveLength(2);
});
