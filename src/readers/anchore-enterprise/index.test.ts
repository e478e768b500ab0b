import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of a policy says gate, trigger and action, and the package where the gate is about packages', async () => {
  const { observations } = await readFixture('anchore-enterprise', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: 'dockerfile/exposed_ports',
      severity: 'high',
      message: 'Port 22 is open',
      resource: { id: 'registry.example/shop:7' },
      fingerprints: { anchore: 't-1' },
    },
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'medium',
      vulnerabilities: ['CVE-2099-1001'],
      component: { type: 'deb', name: 'libacme3' },
    },
    { severity: 'medium', told: { state: 'suppressed', reason: 'allowed by rule-9 of the policy' } },
  ]);
});
