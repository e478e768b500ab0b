import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a query is told once for each place, with what was found and what was expected', async () => {
  const { observations, summary } = await readFixture('kics', 'typical.json');
  expect(summary.tool).toEqual({ name: 'KICS', version: 'v2.1.0' });
  expect(observations).toMatchObject([
    {
      kind: 'config',
      title: 'Bucket Allows Public Reading',
      severity: 'high',
      cwes: [732],
      place: { path: 'aws/buckets.tf', startLine: 4, symbol: 'aws_s3_bucket[invoices].acl' },
      remediation: "'acl' should be private",
      fingerprints: { similarity: 'aa11' },
    },
    { place: { path: 'aws/pictures.tf', startLine: 9 } },
    { severity: 'info', severityTold: 'TRACE', tags: ['Kubernetes', 'Best Practices'] },
  ]);
});
