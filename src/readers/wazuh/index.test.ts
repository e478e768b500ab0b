import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a document of the indexer says host, package and the version that fixes it', async () => {
  const { observations } = await readFixture('wazuh', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: 'CVE-2099-1001',
      title: 'CVE-2099-1001 in libacme3 3.0.1-1',
      severity: 'critical',
      score: 9.1,
      component: { type: 'deb', name: 'libacme3', fixedVersions: ['3.0.2-1'] },
      resource: { id: 'shop-1', host: 'shop-1' },
      references: ['https://advisories.example/1', 'https://other.example/1'],
      firstFoundAt: '2030-01-02T03:04:05.000Z',
    },
    { severity: 'info', component: { fixedVersions: [] }, resource: { id: '002' } },
  ]);
});

test('the answer of an older manager is read too; what is obsolete there is fixed', async () => {
  const { observations } = await readFixture('wazuh', 'other-4.7.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-1003',
      severity: 'medium',
      score: 5.5,
      component: { name: 'acme', fixedVersions: ['2.1'] },
    },
    { told: { state: 'fixed' } },
  ]);
  expect(observations[0]?.told).toBeUndefined();
});
