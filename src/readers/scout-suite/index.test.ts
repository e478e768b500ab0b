import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('every flagged resource of a rule is told with its name, region and account', async () => {
  const { observations } = await readFixture('scout-suite', 'typical.js');
  expect(observations).toMatchObject([
    {
      kind: 'cloud',
      rule: 's3-bucket-world-readable',
      title: 'Bucket Readable by Anybody',
      message: 'Anybody may read what lies there.\n\nResource: arn:aws:s3:::shop-invoices',
      severity: 'critical',
      severityTold: 'danger',
      resource: { id: 's3.buckets.b1', type: 'S3', account: '111122223333' },
    },
    { rule: 'config-recorder-not-configured', severity: 'medium', resource: { region: 'eu-north-1' } },
    { rule: 'config-recorder-not-configured', resource: { id: 'config.regions.eu-west-1' } },
  ]);
});
