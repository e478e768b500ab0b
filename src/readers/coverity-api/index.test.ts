import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of Coverity keeps what was decided and when it was first seen; minor quality issues are named as left out', async () => {
  const { observations, diagnostics } = await readFixture('coverity-api', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'PATH_MANIPULATION',
      severity: 'medium',
      cwes: [22],
      externalId: '901',
      firstFoundAt: '2024-02-28T00:00:00.000Z',
      told: { state: 'false-positive' },
    },
    { rule: 'RESOURCE_LEAK', severity: 'high', told: undefined },
  ]);
  expect(diagnostics).toMatchObject([{ code: 'LK-READ-NOT-A-PROBLEM' }]);
});
