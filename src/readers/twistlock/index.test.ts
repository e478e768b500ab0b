import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an image tells its packages with their ecosystems, and how it is set up', async () => {
  const { observations } = await readFixture('twistlock', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'high',
      score: 9.8,
      exploited: true,
      component: { type: 'deb', name: 'libacme3', fixedVersions: ['3.0.2-1', '3.1.0-1'] },
      resource: { id: 'registry.example:5000/shop', type: 'image' },
    },
    {
      kind: 'dependency',
      severity: 'info',
      component: { type: 'pypi', name: 'acme-kit', fixedVersions: [] },
    },
    { kind: 'config', rule: '41', severity: 'high', message: 'It runs as root' },
  ]);
});

test('rows of the console tell where the image runs', async () => {
  const { observations } = await readFixture('twistlock', 'typical.csv');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1003',
      severity: 'medium',
      exploited: true,
      component: {
        type: 'apk',
        name: 'libacme',
        source: 'acme',
        version: '1.0-r0',
        fixedVersions: ['1.0-r1'],
      },
      resource: { id: 'registry.example/team/shop' },
      firstFoundAt: '2030-01-02T00:00:00.000Z',
    },
    { kind: 'config', rule: '41', title: 'Image should be created with a non-root user' },
  ]);
  expect(observations[0]?.message).toContain('Clusters: north');
});
