import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('the reports of a cluster say the workload, whatever its template’s hash is today', async () => {
  const { observations } = await readFixture('trivy-operator', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'critical',
      score: 9.1,
      component: { type: 'deb', name: 'libacme3', fixedVersions: ['3.0.2-1'] },
      resource: { id: 'sales/ReplicaSet/shop', type: 'ReplicaSet' },
    },
    { kind: 'dependency', place: { path: 'srv/shop/package-lock.json' }, component: { type: 'npm' } },
    {
      kind: 'config',
      rule: 'KSV999',
      message: "Container 'db' runs as root",
      resource: { id: 'sales/StatefulSet/db' },
      remediation: 'Set runAsNonRoot.',
    },
  ]);
  expect(observations).toHaveLength(3);
  expect(observations[0]?.place.path).toBeUndefined();
});

test('a secret in an image says its file; other keys of the line are masked too', async () => {
  const { observations } = await readFixture('trivy-operator', 'other-secret.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'acme-token',
      place: { path: 'root/.acme' },
      resource: { id: 'sales/Pod/shop' },
      secret: {},
    },
  ]);
  expect(JSON.stringify(observations)).not.toContain('k3yk3y');
});
