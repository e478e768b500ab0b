import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a vulnerability of AuditJS belongs to the package it stands under, rated by its score', async () => {
  const { observations } = await readFixture('auditjs', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-4411',
      severity: 'medium',
      cwes: [79],
      component: { type: 'npm', namespace: '@acme', name: 'forms', version: '3.1.0' },
      references: ['https://ossindex.example/vulnerability/CVE-2099-4411', 'https://advisories.example/4411'],
    },
    {
      rule: '0b6e6f0e-1111-4a4a-9b9b-2f2f2f2f2f2f',
      title: 'Slow pattern in acme-dates',
      severity: 'high',
      component: { name: 'acme-dates' },
    },
  ]);
});
