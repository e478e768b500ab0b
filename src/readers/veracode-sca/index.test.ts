import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Veracode SCA: an issue says coordinates, both vectors and whether the weak method is called', async () => {
  const { observations } = await readFixture('veracode-sca', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-36364',
      severity: 'high',
      score: 8.8,
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'AV:L/AC:L/Au:S/C:P/I:P/A:P'],
      cwes: [665],
      component: { purl: 'pkg:maven/org.acme/archive@1.11.0', direct: true },
      externalId: 'i-1',
      tags: ['vulnerable method is called'],
    },
    { rule: 'veracode:12', severity: 'low', component: { name: 'acme-forms' }, told: { state: 'fixed' } },
  ]);
});

test('Veracode SCA: rows of the CSV are read, its dates too; matters of licences are apart', async () => {
  const { observations } = await readFixture('veracode-sca', 'typical.csv');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-31159',
      severity: 'medium',
      component: { purl: 'pkg:maven/org.acme/archive@1.4', fixedVersions: ['1.5'], direct: false },
      firstFoundAt: '2099-07-07T09:15:00.000Z',
    },
    {
      kind: 'license',
      rule: 'License',
      title: 'GPL-3.0 in acme-text',
      told: { state: 'accepted' },
      firstFoundAt: '2099-07-07T23:15:00.000Z',
    },
  ]);
});
