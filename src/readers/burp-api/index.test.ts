import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an event says issue, page and parameter; issues that were taken back are none', async () => {
  const { observations, diagnostics } = await readFixture('burp-api', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: '4197376',
      message: 'The value of **q** is copied.',
      severity: 'low',
      web: { url: 'https://shop.example.com/find', parameter: 'q parameter' },
      fingerprints: { serialNumber: '2001' },
    },
  ]);
  expect(diagnostics).toMatchObject([{ level: 'note' }]);
});
