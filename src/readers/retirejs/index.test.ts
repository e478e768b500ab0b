import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Retire.js: a weakness belongs to a library in a file, and says from which version on it is gone', async () => {
  const { observations } = await readFixture('retirejs', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-1919',
      title: 'Labels are not escaped in acme-forms',
      severity: 'medium',
      cwes: [79],
      vulnerabilities: ['CVE-2099-1919', 'GHSA-2222-2222-3333'],
      place: { path: 'web/js/acme-forms.min.js' },
      component: { namespace: '@acme', name: 'forms', version: '1.2.0', fixedVersions: ['1.3.0'] },
    },
    { rule: 'Old patterns', severity: 'high' },
  ]);
});

test('Retire.js: the bare list of older versions is read', async () => {
  const { observations } = await readFixture('retirejs', 'other-list.json');
  expect(observations).toMatchObject([{ rule: 'https://advisories.example/2', severity: 'low' }]);
});
