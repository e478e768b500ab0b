import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a check of Dockle says its alerts; an ignored one is suppressed, a passed one is none', async () => {
  const { observations } = await readFixture('dockle', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: 'CIS-DI-0010',
      severity: 'high',
      message: 'Suspicious variable SHOP_PW\nSuspicious file .env',
    },
    { rule: 'DKL-LI-0003', severity: 'low' },
    { rule: 'DKL-DI-0006', told: { state: 'suppressed' } },
  ]);
  expect(observations).toHaveLength(3);
});
