import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('every entry is a finding at its page and parameter, with what its weakness is', async () => {
  const { observations, rules } = await readFixture('wapiti', 'typical.xml');
  expect(observations).toMatchObject([
    {
      rule: 'SQL Injection',
      title: 'SQL Injection: Injection in q',
      severity: 'critical',
      cwes: [89],
      web: { method: 'GET', url: 'https://shop.example.com/find', parameter: 'q' },
      remediation: 'Use parameters.',
    },
    { severity: 'high', web: { method: 'POST', url: 'https://shop.example.com/order', parameter: 'note' } },
    { severity: 'low', web: { url: 'https://shop.example.com/', parameter: 'X-Frame-Options' } },
  ]);
  expect(rules[0]).toMatchObject({ description: 'Input reaches a query.' });
});
