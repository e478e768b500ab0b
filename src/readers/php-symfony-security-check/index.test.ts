import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Symfony’s check: packages are named by the keys, versions as they are; nothing is rated', async () => {
  const { observations } = await readFixture('php-symfony-security-check', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-8080',
      severity: 'medium',
      component: { type: 'composer', namespace: 'acme', name: 'templates', version: 'v2.5.0' },
    },
    { rule: 'https://advisories.example/names', title: 'Names of files are shown in acme/templates' },
    { rule: 'CVE-2099-8081', component: { name: 'http' } },
  ]);
});
