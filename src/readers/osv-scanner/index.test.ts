import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('OSV-Scanner: an entry says package, source and the versions of this package that are fixed', async () => {
  const { observations } = await readFixture('osv-scanner', 'typical.json');
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'GHSA-2222-3333-4444',
    title: 'Links lead away in acme-web',
    severity: 'medium',
    score: 6.1,
    cwes: [601],
    vulnerabilities: ['GHSA-2222-3333-4444', 'CVE-2099-2601'],
    place: { path: 'tmp/shop/poetry.lock' },
    component: { purl: 'pkg:pypi/acme-web@3.8.0', fixedVersions: ['3.9.2'] },
  });
});

test('OSV-Scanner: without a word, the vector, the group or the twin rates; malicious code is the worst', async () => {
  const { observations } = await readFixture('osv-scanner', 'typical.json');
  expect(observations.map(({ rule, severity, kind }) => [rule, severity, kind])).toEqual([
    ['GHSA-2222-3333-4444', 'medium', 'dependency'],
    ['PYSEC-2099-26', 'medium', 'dependency'],
    ['PYSEC-2099-27', 'high', 'dependency'],
    ['MAL-2099-1', 'critical', 'dependency'],
    ['CVE-2099-9999', 'critical', 'container'],
  ]);
});
