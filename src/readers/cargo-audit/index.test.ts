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

test('cargo audit: what is unmaintained or withdrawn is told, as no weakness', async () => {
  const { observations } = await readFixture('cargo-audit', 'typical.json');
  expect(observations.slice(2)).toMatchObject([
    { rule: 'RUSTSEC-2099-0001', severity: 'info', severityTold: 'unmaintained' },
    { rule: 'yanked', title: 'yanked in acme-odd', severity: 'info', vulnerabilities: [] },
  ]);
});
