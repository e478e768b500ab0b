import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a failed check of Docker Bench says what to do about it; passed and manual ones are left out', async () => {
  const { observations, diagnostics } = await readFixture('docker-bench', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: '5.1',
      severity: 'high',
      message: 'Privileged containers: shop_db_1',
      remediation: 'Start them without --privileged.',
      tags: ['Container Runtime'],
    },
  ]);
  expect(observations).toHaveLength(1);
  expect(diagnostics.map(({ code }) => code)).toEqual(['LK-READ-NOT-A-PROBLEM']);
});
