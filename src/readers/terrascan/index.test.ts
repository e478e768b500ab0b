import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a violation names rule, resource and line; a skipped one is suppressed with its reason', async () => {
  const { observations } = await readFixture('terrascan', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: 'AC_SHOP_1',
      severity: 'high',
      place: { path: 'aws/buckets.tf', startLine: 3, symbol: 'aws_s3_bucket/invoices' },
    },
    { rule: 'AC_SHOP_2', severity: 'low', told: { state: 'suppressed', reason: 'Can be made again.' } },
  ]);
});
