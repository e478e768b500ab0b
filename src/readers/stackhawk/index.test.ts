import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a finding lists its paths, and is accepted only when all of them are', async () => {
  const { observations, summary } = await readFixture('stackhawk', 'typical.json');
  expect(summary.tool).toEqual({ name: 'StackHawk', version: '2.9.9' });
  expect(observations).toMatchObject([
    {
      rule: '40018',
      severity: 'high',
      message: 'https://hawk.example.com/finding/40018\n\n- GET /find\n- POST /order (risk accepted)',
      web: { url: 'https://shop.example.com' },
      resource: { id: 'Shop', account: 'Staging' },
      told: undefined,
    },
    { rule: '10020', told: { state: 'accepted' } },
  ]);
});
