import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a finding says package, machine and score; muted and closed ones say so, passed ones are none', async () => {
  const { observations } = await readFixture('datadog', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: 'CVE-2099-1001',
      severity: 'high',
      score: 9.8,
      vulnerabilities: ['CVE-2099-1001', 'GHSA-2222-3333-4444'],
      component: { type: 'deb', name: 'libacme3', version: '3.0.1' },
      resource: { id: 'vm-7', account: 'acct-7', region: 'north-1' },
      firstFoundAt: '2030-01-01T00:00:00.000Z',
      tags: ['team:sales'],
    },
    { kind: 'cloud', rule: 'r-2', told: { state: 'suppressed', reason: 'public on purpose' } },
    { rule: 'r-3', told: { state: 'fixed', reason: 'auto closed' } },
  ]);
  expect(observations).toHaveLength(3);
});
