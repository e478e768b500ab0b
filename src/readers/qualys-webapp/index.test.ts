import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness of a site is one finding, explained by the glossary that comes after it', async () => {
  const { observations, rules } = await readFixture('qualys-webapp', 'typical.xml');
  expect(observations).toMatchObject([
    {
      rule: '150001',
      title: 'Cross-site scripting',
      severity: 'critical',
      severityTold: '5',
      score: 4.3,
      cwes: [79],
      message: '- GET https://shop.example.com/find?q=1 q\n- https://shop.example.com/order',
      web: { url: 'https://shop.example.com' },
      firstFoundAt: '2099-03-12T20:42:00.000Z',
      remediation: 'Encode it.',
    },
    { rule: '150002', severity: 'medium', told: { state: 'accepted' } },
    {
      rule: '6',
      severity: 'info',
      message: '```\nThe name is shop.\n```',
      web: { url: 'https://shop.example.com' },
    },
  ]);
  expect(rules[0]).toMatchObject({ description: 'Input comes back.\n\n**Impact:** Scripts run.' });
});
