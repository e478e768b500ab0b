import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a line names rule, resource and what to do, once for all uses of its module; ignored ones are suppressed, passed ones none', async () => {
  const { observations } = await readFixture('tfsec', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: 'aws-s3-no-public-buckets',
      severity: 'high',
      place: { path: 'aws/buckets.tf', startLine: 3, endLine: 5, symbol: 'aws_s3_bucket.invoices' },
      message:
        "- Resource 'module.A:aws_s3_bucket.invoices[0]' is public.\n- Resource 'module.B:aws_s3_bucket.invoices[0]' is public.",
      remediation: 'Block public access',
    },
    { rule: 'GEN001', severity: 'medium', references: ['https://example.com/gen001'] },
    { rule: 'aws-s3-enable-versioning', told: { state: 'suppressed' } },
  ]);
});
