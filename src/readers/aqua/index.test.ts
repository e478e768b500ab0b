import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness below a resource says package, layer, fix and Aqua’s own severity', async () => {
  const { observations } = await readFixture('aqua', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'critical',
      score: 9.8,
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
      component: {
        type: 'deb',
        name: 'libacme3',
        source: 'acme',
        layer: 'sha256:55',
        fixedVersions: ['3.0.2-1'],
      },
      remediation: 'Upgrade libacme3 to 3.0.2-1.',
    },
    { severity: 'info', place: { path: 'srv/lib/acme-web.jar' }, told: { state: 'accepted' } },
  ]);
});

test('the short form names a file or a package', async () => {
  const { observations } = await readFixture('aqua', 'other-api1.json');
  expect(observations).toMatchObject([
    { rule: 'CVE-2099-1003', severity: 'medium', place: { path: 'usr/lib/libacme.so' } },
    { severity: 'high', component: { name: 'acme' }, told: { state: 'accepted' } },
  ]);
  expect(observations[0]?.component).toBeUndefined();
});

test('lists of API 2 hold the resource inside each weakness', async () => {
  const { observations } = await readFixture('aqua', 'other-api2.json');
  expect(observations).toMatchObject([
    { rule: 'CVE-2099-1005', severity: 'low', component: { type: 'apk', name: 'acme', version: '1-r0' } },
  ]);
});
