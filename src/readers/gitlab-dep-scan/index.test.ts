import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('GitLab’s dependency scanning: package, ecosystem of its file, names and the fixed version', async () => {
  const { observations, summary } = await readFixture('gitlab-dep-scan', 'typical.json');
  expect(summary.tool).toEqual({ name: 'Gemnasium', version: '4.1' });
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-2965',
      severity: 'high',
      cwes: [476],
      vulnerabilities: ['CVE-2099-2965', 'g-1'],
      place: { path: 'service/go.sum' },
      component: { type: 'golang', name: 'ssh', version: 'v0.2.0', fixedVersions: ['v0.3.1'] },
      externalId: 'id-1',
    },
    { rule: 'g-2', title: 'Expansion of entities', severity: 'info', severityTold: 'Unknown' },
  ]);
  expect(observations[1]?.component).toBeUndefined();
});
