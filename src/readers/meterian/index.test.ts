import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Meterian: advice says dependency, language, lock file and the versions that are safe', async () => {
  const { observations } = await readFixture('meterian', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-7662',
      title: 'acme-forms: A pattern is slow for long headers.',
      severity: 'high',
      score: 7.5,
      vulnerabilities: ['CVE-2099-7662', 'meterian:a-1'],
      place: { path: 'web/package-lock.json' },
      component: { purl: 'pkg:npm/acme-forms@0.1.3', fixedVersions: ['0.1.4', '2.0.0'], direct: true },
      references: ['https://advisories.example/7662'],
      tags: ['nodejs'],
    },
    { rule: 'a-2', severity: 'low', vulnerabilities: ['meterian:a-2'] },
  ]);
});
