import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of Black Duck says the package as its package manager knows it, and what was decided', async () => {
  const { observations } = await readFixture('blackduck', 'typical.csv');
  expect(observations).toMatchObject([
    {
      rule: 'BDSA-2099-0042',
      title: 'BDSA-2099-0042 (CVE-2099-7001) in Acme Archive',
      severity: 'medium',
      vulnerabilities: ['CVE-2099-7001', 'BDSA-2099-0042'],
      component: { purl: 'pkg:maven/org.acme/archive@1.4' },
    },
    { severity: 'critical', told: { state: 'accepted', reason: 'Only reads our own files.' } },
  ]);
});

test('the older columns are read; a bare number is named after its database', async () => {
  const { observations } = await readFixture('blackduck', 'other-older.csv');
  expect(observations).toMatchObject([
    { rule: 'VULNDB-90210', severity: 'high', component: { name: 'Acme Server', version: '5.5' } },
  ]);
});
