import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('ORT: a violation says rule, package and licence; what was resolved is accepted for its reason', async () => {
  const { observations } = await readFixture('ort', 'typical.json');
  expect(observations.slice(0, 2)).toMatchObject([
    {
      kind: 'license',
      rule: 'COPYLEFT_IN_DEPENDENCY',
      severity: 'high',
      component: { purl: 'pkg:maven/org.acme/archive@1.4' },
      remediation: 'Use another package.',
      tags: ['DECLARED', 'GPL-3.0-only'],
    },
    { severity: 'low', told: { state: 'accepted', reason: 'CANT_FIX_EXCEPTION: Fine for us.' } },
  ]);
});

test('ORT: weaknesses that the advisor knows are dependencies', async () => {
  const { observations } = await readFixture('ort', 'typical.json');
  expect(observations[2]).toMatchObject({
    kind: 'dependency',
    rule: 'CVE-2099-4321',
    severity: 'critical',
    component: { namespace: '@acme', name: 'forms', version: '1.0.0' },
  });
});
