import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('yarn audit: lines of one weakness are one finding that lists the ways by which it came in', async () => {
  const { observations } = await readFixture('yarn-audit', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-9001',
      message: 'Comes in by:\n\n- acme-web > acme-forms\n- acme-forms',
      severity: 'high',
      cwes: [1321],
      vulnerabilities: ['CVE-2099-9001', 'GHSA-2222-3333-4444', 'npm:9001'],
      component: { purl: 'pkg:npm/acme-forms@4.5.2', fixedVersions: ['4.5.3'] },
      references: [
        'https://npm.example/advisories/9001',
        'https://advisories.example/9001',
        'https://code.example/9001',
      ],
    },
    { rule: 'npm:9002', severity: 'low', cwes: [400], component: { fixedVersions: [] } },
  ]);
});
