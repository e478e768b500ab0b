import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('Mend: a finding says library, its own fixed version and what was decided', async () => {
  const { observations } = await readFixture('mend', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'CVE-2099-8032',
      severity: 'medium',
      score: 6.1,
      component: { purl: 'pkg:maven/org.acme/archive@1.4', fixedVersions: ['1.5'], direct: true },
      firstFoundAt: '2099-04-11T21:44:34.000Z',
      externalId: 'f-1',
    },
    {
      severity: 'critical',
      component: { type: 'npm', name: 'acme-forms' },
      told: { state: 'suppressed', reason: 'Not shipped.' },
    },
  ]);
});

test('Mend: libraries that are gone are left out, and that is said', async () => {
  const { diagnostics } = await readFixture('mend', 'typical.json');
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'Libraries that are no longer in the project are not findings.',
  ]);
});

test('Mend: the older report is rated by the newer scale', async () => {
  const { observations } = await readFixture('mend', 'other-older.json');
  expect(observations).toMatchObject([
    {
      rule: 'WS-2099-0001',
      severity: 'medium',
      score: 5.3,
      component: { name: 'codec', fixedVersions: ['1.7'] },
    },
  ]);
});
