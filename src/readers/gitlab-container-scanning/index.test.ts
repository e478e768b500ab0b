import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness says package, the version that fixes it, and the workload where GitLab knows it', async () => {
  const { observations, summary } = await readFixture('gitlab-container-scanning', 'typical.json');
  expect(summary.tool).toMatchObject({ name: 'Trivy' });
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      title: 'CVE-2099-1001 in libacme3 3.0.1-1',
      severity: 'high',
      component: { type: 'deb', name: 'libacme3', fixedVersions: ['3.0.2-1'] },
      fingerprints: { gitlab: 'f1f1' },
      references: ['https://other.example/1', 'https://advisories.example/1'],
    },
    {
      severity: 'info',
      component: { name: 'acme', fixedVersions: [] },
      resource: { id: 'sales/Deployment/shop', type: 'Deployment' },
    },
  ]);
  expect(observations[0]?.resource).toBeUndefined();
  expect(observations[1]?.remediation).toBeUndefined();
});
