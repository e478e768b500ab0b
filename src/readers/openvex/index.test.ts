import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('OpenVEX: what does not affect a product says why, once for each product', async () => {
  const { observations } = await readFixture('openvex', 'typical.json');
  const told = {
    state: 'false-positive',
    reason: 'The vulnerable code is never run. We never parse headers.',
  };
  expect(observations.slice(0, 2)).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1000',
      severity: 'info',
      vulnerabilities: ['CVE-2099-1000', 'GHSA-2222-3333-4444'],
      component: { type: 'apk', name: 'tools', version: '2.10.6-r0' },
      told,
    },
    { kind: 'dependency', component: { namespace: '@acme', name: 'shop' }, told },
  ]);
});

test('OpenVEX: what is looked into or affected is open', async () => {
  const { observations } = await readFixture('openvex', 'typical.json');
  expect(observations.slice(2)).toMatchObject([
    { rule: 'CVE-2099-1001', severity: 'medium', tags: ['under_investigation'] },
    { rule: 'CVE-2099-1002', remediation: 'Upgrade to 1.0.1.' },
  ]);
  expect(observations.slice(2).map(({ told }) => told)).toEqual([undefined, undefined]);
});

test('OpenVEX: names as the first version wrote them are read', async () => {
  const { observations } = await readFixture('openvex', 'other-first.json');
  expect(observations).toMatchObject([
    { rule: 'CVE-2099-1003', component: { purl: 'pkg:pypi/acme-text@1.0' }, told: { state: 'fixed' } },
  ]);
});
