import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness of Contrast says its routes, parameter and what was decided, once for all its rows', async () => {
  const { observations } = await readFixture('contrast', 'typical.csv');
  expect(observations).toMatchObject([
    {
      kind: 'web',
      rule: 'cmd-injection',
      message: expect.stringContaining('- POST /orders/run\n- POST /orders/again'),
      severity: 'critical',
      cwes: [78],
      web: { method: 'POST', url: '/orders/run', parameter: 'name' },
      externalId: 'AB12',
      firstFoundAt: '2026-01-01T09:00:00.000Z',
      told: undefined,
    },
    { severity: 'info', told: { state: 'false-positive' } },
  ]);
});
