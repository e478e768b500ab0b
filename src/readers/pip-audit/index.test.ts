import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('pip-audit: a vulnerability says its names, the package and the versions that are fixed', async () => {
  const { observations, rules } = await readFixture('pip-audit', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'PYSEC-2099-76',
      severity: 'medium',
      vulnerabilities: ['PYSEC-2099-76', 'CVE-2099-6161', 'GHSA-5555-6666-7777'],
      component: { purl: 'pkg:pypi/acme-web@3.6.2', fixedVersions: ['3.7.4', '4.0.1'] },
    },
    { rule: 'GHSA-8888-9999-2222', component: { fixedVersions: [] } },
  ]);
  expect(rules[0]).toMatchObject({ description: 'A link may lead away from the site.' });
});

test('pip-audit: the list that first versions wrote is read', async () => {
  const { summary, observations } = await readFixture('pip-audit', 'other-first.json');
  expect(summary.reader).toBe('pip-audit');
  expect(observations).toMatchObject([{ rule: 'PYSEC-2098-1', component: { name: 'acme-xml' } }]);
});
