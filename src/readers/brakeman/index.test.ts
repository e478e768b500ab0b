import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a warning of Brakeman keeps its rule, scope and what somebody noted when ignoring it', async () => {
  const { observations, summary } = await readFixture('brakeman', 'typical.json');
  expect(summary.tool).toEqual({ name: 'Brakeman', version: '6.1.0' });
  expect(observations).toMatchObject([
    {
      rule: 'BRAKE0000',
      severity: 'medium',
      cwes: [89],
      place: { path: 'app/models/order.rb', startLine: 12, symbol: 'Order#named' },
      told: undefined,
    },
    {
      rule: 'BRAKE0018',
      place: { symbol: 'home/index' },
      told: { state: 'suppressed', reason: 'Only to our own hosts' },
    },
  ]);
});
