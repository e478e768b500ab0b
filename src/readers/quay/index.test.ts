import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness below a feature says package, layer and fix', async () => {
  const { observations, rules } = await readFixture('quay', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'critical',
      severityTold: 'Defcon1',
      score: 9.8,
      component: { type: 'deb', name: 'libacme3', layer: 'sha256:88', fixedVersions: ['3.0.2-1'] },
      references: ['https://advisories.example/1', 'https://other.example/1'],
    },
    { kind: 'dependency', severity: 'info', component: { purl: 'pkg:pypi/acme-kit@2.0' } },
  ]);
  expect(rules[0]?.description).toBe('Reads past the **end** of a buffer.');
});
