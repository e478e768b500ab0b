import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of Anchore Engine says package, version and fix; a place only where there is a file', async () => {
  const { observations } = await readFixture('anchore-engine', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'high',
      score: 7.5,
      title: 'CVE-2099-1001 in libacme3 3.0.1-1',
      component: { type: 'deb', name: 'libacme3', version: '3.0.1-1', fixedVersions: ['3.0.2-1'] },
    },
    {
      kind: 'dependency',
      severity: 'info',
      place: { path: 'srv/shop/node_modules/leftover/package.json' },
      component: { purl: 'pkg:npm/leftover@1.2.0', fixedVersions: [] },
    },
  ]);
  expect(observations[0]?.place.path).toBeUndefined();
});

test('an evaluation’s name and version are told apart, with a release where RPM has one', async () => {
  const { observations } = await readFixture('anchore-engine', 'other-evaluation.json');
  expect(observations).toMatchObject([
    {
      severity: 'critical',
      vulnerabilities: ['GHSA-2222-3333-4444', 'CVE-2099-1002'],
      component: {
        type: 'maven',
        name: 'acme-log-1.2-api',
        version: '2.17.0',
        fixedVersions: ['2.17.1', '2.18.0'],
      },
      firstFoundAt: '2030-01-01T00:00:00.000Z',
    },
    {
      kind: 'container',
      component: { type: 'rpm', name: 'acme-libs', version: '1:1.1.1-14.el9', fixedVersions: [] },
    },
  ]);
});
