import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an unmet recommendation says what, where and since when; met ones are none', async () => {
  const { observations, diagnostics } = await readFixture(
    'azure-security-center-recommendations',
    'typical.csv',
  );
  expect(observations).toMatchObject([
    {
      kind: 'cloud',
      rule: 'k-1',
      title: 'Storage should refuse public access',
      severity: 'high',
      resource: { type: 'storageaccounts', account: 's-1' },
      firstFoundAt: '2026-01-04T08:00:00.000Z',
    },
  ]);
  expect(diagnostics).toMatchObject([{ code: 'LK-READ-NOT-A-PROBLEM' }]);
});
