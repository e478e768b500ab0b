import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Sonatype: an issue belongs to its component and the first file it was found in', async () => {
  const { observations } = await readFixture('sonatype', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-3674',
      title: 'CVE-2099-3674 in archive',
      severity: 'high',
      score: 7.5,
      cwes: [835],
      place: { path: 'WEB-INF/lib/archive-1.4.jar' },
      component: { purl: 'pkg:maven/org.acme/archive@1.4' },
    },
    { severity: 'medium', told: { state: 'false-positive', reason: 'Not Applicable in Sonatype Lifecycle' } },
    { severity: 'critical', component: { namespace: '@acme', name: 'forms' } },
  ]);
});
