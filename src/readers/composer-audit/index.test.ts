import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('composer audit: an advisory says package, names and the first fixed versions', async () => {
  const { observations } = await readFixture('composer-audit', 'typical.json');
  expect(observations.slice(0, 2)).toMatchObject([
    {
      rule: 'CVE-2099-5501',
      severity: 'critical',
      vulnerabilities: ['CVE-2099-5501', 'GHSA-2222-3333-4444', 'PKSA-aaaa-bbbb-cccc'],
      component: { purl: 'pkg:composer/acme/storage', fixedVersions: ['1.1.4', '2.1.1'] },
    },
    { rule: 'PKSA-dddd-eeee-ffff', severity: 'medium', component: { fixedVersions: [] } },
  ]);
});

test('composer audit: what was ignored keeps its reason; abandoned packages are told', async () => {
  const { observations } = await readFixture('composer-audit', 'typical.json');
  expect(observations.slice(2)).toMatchObject([
    { rule: 'CVE-2099-5502', told: { state: 'accepted', reason: 'Titles come from us.' } },
    { rule: 'abandoned', severity: 'info', remediation: 'Use acme/new instead.' },
    { rule: 'abandoned', component: { name: 'gone' } },
  ]);
});
