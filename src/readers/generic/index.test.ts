import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('the kind follows from the place that a finding names, and nothing said of it is lost', async () => {
  const { observations, summary } = await readFixture('generic', 'typical.json');
  expect(summary.tool).toEqual({ name: 'Shop checks' });
  expect(observations).toMatchObject([
    {
      kind: 'web',
      rule: 'ORDER-ID',
      severity: 'high',
      cwes: [639],
      web: { url: 'https://shop.example/orders/1' },
      remediation: 'Use random numbers.',
      externalId: 'shop-17',
      firstFoundAt: '2026-03-02T00:00:00.000Z',
    },
    {
      kind: 'dependency',
      rule: 'CVE-2020-0002',
      vulnerabilities: ['CVE-2020-0002', 'GHSA-2222-3333-4444'],
      component: { name: 'receipt-parser', version: '2.0.1', fixedVersions: ['2.0.4'] },
      epss: 0.25,
    },
    {
      kind: 'code',
      rule: 'Debug output',
      cwes: [],
      place: { path: 'shop/basket.py', startLine: 12 },
      told: { state: 'false-positive' },
    },
  ]);
  expect(observations[0]?.message).toBe(
    'Orders are numbered one after the other.\n\n**Impact:** Strangers see what others bought.\n\n**Also at:** https://shop.example:8443/orders',
  );
});

test('rows of the table say the same, dates with the day first', async () => {
  const { observations } = await readFixture('generic', 'typical.csv');
  expect(observations).toMatchObject([
    { kind: 'web', rule: 'Form without token', severity: 'medium', firstFoundAt: '2026-03-21T00:00:00.000Z' },
    { cwes: [200], told: { state: 'fixed' } },
  ]);
});
