import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue says control and resource; what Wiz ignores or resolved it says so', async () => {
  const { observations } = await readFixture('wiz', 'typical.csv');
  expect(observations).toMatchObject([
    {
      kind: 'cloud',
      rule: 'c-1',
      title: 'Bucket that everybody can read',
      severity: 'high',
      resource: { id: 'arn:acme:bucket/shop', type: 'Bucket', account: 'acct-7', region: 'north-1' },
      externalId: 'i-1',
      remediation: 'Close the bucket.',
    },
    { severity: 'info', told: { state: 'suppressed', reason: 'EXCEPTION' } },
    { told: { state: 'fixed', reason: 'OBJECT_DELETED' } },
  ]);
  expect(observations[0]?.told).toBeUndefined();
});

test('a vulnerability finding says package and machine, and whether it is known to be exploited', async () => {
  const { observations } = await readFixture('wiz', 'other-vulnerabilities.csv');
  expect(observations).toMatchObject([
    {
      kind: 'dependency',
      rule: 'CVE-2099-1001',
      severity: 'medium',
      exploited: true,
      component: { type: 'golang', namespace: 'go.example', name: 'kit', fixedVersions: ['1.2.1'] },
      resource: { id: 'vm/shop-1' },
      place: { path: 'srv/shop' },
    },
    { kind: 'host', component: { name: 'kernel' }, told: { state: 'fixed' } },
  ]);
});
