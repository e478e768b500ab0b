import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a report keeps its id, its finder, its text and what was decided', async () => {
  const { observations } = await readFixture('yeswehack', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'manual',
      rule: 'SQL Injection',
      severity: 'high',
      score: 8.8,
      vulnerabilities: ['CVE-2099-1001'],
      externalId: '501',
      firstFoundAt: '2099-03-01T06:15:06.000Z',
      web: { url: 'https://shop.example.com/find' },
      told: undefined,
    },
    { externalId: '502', told: { state: 'suppressed' } },
  ]);
  expect(observations[0]?.message).toContain('**Reported by:** finder-1\n\n**State:** Accepted');
  expect(observations[0]?.message).toContain('**Description:** Input reaches a query.');
});
