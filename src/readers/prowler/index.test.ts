import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of version 5 says check, resource and advice; muted and manual ones are told as such', async () => {
  const { observations, rules } = await readFixture('prowler', 'typical.csv');
  expect(observations).toMatchObject([
    {
      kind: 'cloud',
      rule: 's3_bucket_public_access',
      severity: 'critical',
      resource: {
        id: 'arn:aws:s3:::shop-invoices',
        type: 'AwsS3Bucket',
        account: '111122223333',
        region: 'eu-north-1',
      },
      externalId: 'prowler-aws-s3-1',
      references: ['https://example.com/block', 'https://example.com/a', 'https://example.com/b'],
    },
    { rule: 'iam_support_role', told: { state: 'suppressed' }, tags: ['aws', 'iam', 'manual'] },
  ]);
  expect(rules[0]?.description).toBe('Looks for public buckets.\n\nAnybody may read them.');
});

test('OCSF says the same', async () => {
  const { observations } = await readFixture('prowler', 'typical.ocsf.json');
  expect(observations).toMatchObject([
    {
      rule: 'storage_secure_transfer',
      severity: 'high',
      resource: { id: '/subscriptions/s-1/shopinvoices', account: 's-1', region: 'westeurope' },
      firstFoundAt: '2026-03-04T08:00:00.000Z',
    },
    { rule: 'vm_backup', told: { state: 'suppressed' } },
  ]);
});

test.each([
  ['typical-v3.json', 'ec2_no_public_ip', 'medium'],
  ['typical-v2.json', 'check21', 'high'],
  ['typical-v2.csv', 'check21', 'high'],
])('%s of older versions is read too, passed checks left out', async (file, rule, severity) => {
  const { observations } = await readFixture('prowler', file);
  expect(observations).toMatchObject([{ rule, severity, resource: { account: '111122223333' } }]);
});
