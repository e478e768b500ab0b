import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('cargo audit: an advisory says crate and fixed versions; its vector or, unrated, caution says how bad', async () => {
  const { observations } = await readFixture('cargo-audit', 'typical.json');
  expect(observations.slice(0, 2)).toMatchObject([
    {
      rule: 'RUSTSEC-2099-0007',
      title: 'Use after free in acme-ring',
      severity: 'critical',
      score: 9.8,
      vulnerabilities: ['RUSTSEC-2099-0007', 'CVE-2099-3131'],
      component: { purl: 'pkg:cargo/acme-ring@0.4.7', fixedVersions: ['1.1.0', '0.4.8'] },
    },
    { rule: 'RUSTSEC-2099-0008', severity: 'high' },
  ]);
});

test('cargo audit: unsound crates are told; what is unmaintained or withdrawn is noted, as no weakness', async () => {
  const { observations, diagnostics } = await readFixture('cargo-audit', 'typical.json');
  expect(observations.slice(2)).toMatchObject([
    { rule: 'RUSTSEC-2099-0002', severity: 'low', severityTold: 'unsound', component: { name: 'acme-cell' } },
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['LK-READ-NOT-A-PROBLEM']);
});
