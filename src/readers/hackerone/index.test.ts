import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a report keeps its id, its finder, its text as written, and what was decided', async () => {
  const { observations } = await readFixture('hackerone', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'manual',
      rule: 'CSRF',
      title: 'CSRF in settings',
      message:
        'Send `<form>` to it.\n\n**Asset:** shop.example.com\n\n**Reporter:** finder-1\n\n**State:** triaged',
      severity: 'high',
      score: 8.1,
      cwes: [352],
      externalId: '7001',
      references: ['https://hackerone.com/reports/7001'],
      told: undefined,
    },
    { externalId: '7002', severity: 'info', told: { state: 'accepted' } },
  ]);
});

test('the export says which report a duplicate repeats', async () => {
  const { observations } = await readFixture('hackerone', 'typical-export.json');
  expect(observations).toMatchObject([
    {
      rule: 'Unclassified',
      severity: 'critical',
      vulnerabilities: ['CVE-2099-1001'],
      firstFoundAt: '2099-03-03T06:15:06.000Z',
      told: { state: 'suppressed', reason: 'A duplicate of report 7000 on HackerOne.' },
    },
  ]);
});
