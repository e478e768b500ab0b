import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('FOSSA: an issue says package, both fixes and how it is reached; ignored everywhere is accepted', async () => {
  const { observations } = await readFixture('fossa', 'typical.json');
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'CVE-2099-0707',
    severity: 'critical',
    cwes: [1321, 20],
    vulnerabilities: ['CVE-2099-0707', 'FOSSA-2099-0007'],
    component: { purl: 'pkg:npm/acme-forms@1.2.3', fixedVersions: ['1.2.4', '2.0.0'], direct: true },
    told: { state: 'accepted' },
    references: ['https://advisories.example/0707', 'https://code.example/0707'],
    remediation: 'Complete fix: upgrade to 2.0.0.',
  });
});

test('FOSSA: a conflict of licences is no vulnerability', async () => {
  const { observations } = await readFixture('fossa', 'typical.json');
  expect(observations[1]).toMatchObject({
    kind: 'license',
    rule: 'policy_conflict: GPL-3.0',
    title: 'policy_conflict in acme-text',
    severity: 'medium',
    vulnerabilities: [],
  });
});
