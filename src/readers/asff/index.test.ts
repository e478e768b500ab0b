import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a failed control names control, bucket, account, region and tags', async () => {
  const { observations } = await readFixture('asff', 'typical.json');
  expect(observations[0]).toMatchObject({
    kind: 'cloud',
    rule: 'S3.8',
    severity: 'high',
    resource: {
      id: 'arn:aws:s3:::shop-invoices',
      type: 'AwsS3Bucket',
      account: '111122223333',
      region: 'eu-north-1',
      labels: { team: 'payments-core' },
    },
    remediation: 'Turn the block on.',
    references: ['https://example.com/s3-8'],
  });
  expect(observations[0]?.told).toBeUndefined();
});

test('a vulnerable image names package and repository, whatever its digest; archived ones are fixed', async () => {
  const { observations } = await readFixture('asff', 'typical.json');
  expect(observations[1]).toMatchObject({
    kind: 'container',
    rule: 'CVE-2099-2001',
    severity: 'critical',
    score: 9.1,
    epss: 0.02,
    component: { type: 'deb', name: 'zlib1g', version: '1:1.2.13-1', fixedVersions: ['1:1.2.13-2'] },
    resource: { id: 'arn:aws:ecr:eu-north-1:111122223333:repository/shop' },
    told: { state: 'fixed' },
  });
});

test('a detector is not the rule; a check that passes later is fixed; what is told twice is one', async () => {
  const { observations } = await readFixture('asff', 'other-list.json');
  expect(observations).toMatchObject([
    { rule: 'TTPs/Discovery/Recon:EC2-Portscan', severity: 'medium', told: { state: 'fixed' } },
  ]);
});
