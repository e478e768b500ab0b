import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue of a site is one finding, as bad as its worst page; issues of extensions stay apart', async () => {
  const { observations, rules } = await readFixture('burp', 'typical.xml');
  expect(observations).toMatchObject([
    {
      rule: '2097920',
      severity: 'high',
      cwes: [79],
      message: '- GET /find [q parameter]: The value of **q** is copied.\n- /order',
      web: { url: 'https://shop.example.com' },
      fingerprints: { serialNumber: '1001' },
      tags: ['confidence:certain'],
    },
    { rule: 'A header of ours is missing', severity: 'info', told: { state: 'false-positive' } },
  ]);
  expect(rules[0]).toMatchObject({
    description: 'Input comes **back**.',
    help: 'Encode it.',
    references: ['https://docs.example.com/xss'],
  });
});
