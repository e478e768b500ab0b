import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a failed check names rule, resource, lines and code; a skipped one is suppressed with its reason', async () => {
  const { observations, diagnostics } = await readFixture('checkov', 'typical.json');
  expect(observations).toHaveLength(4);
  expect(observations[0]).toMatchObject({
    kind: 'config',
    rule: 'CKV_AWS_20',
    severity: 'medium',
    place: { path: 'aws/buckets.tf', startLine: 3, endLine: 5, symbol: 'aws_s3_bucket.invoices' },
    references: ['https://example.com/s3-public'],
    tags: ['terraform'],
  });
  expect(observations[0]?.place.snippet).toContain('public-read');
  expect(observations.find(({ rule }) => rule === 'CKV_AWS_18')).toMatchObject({
    severity: 'low',
    told: { state: 'suppressed', reason: 'Logged elsewhere.' },
  });
  expect(diagnostics).toMatchObject([{ message: 'Checks that passed are not findings.' }]);
});

test('packages and secrets are told as what they are', async () => {
  const { observations } = await readFixture('checkov', 'typical.json');
  expect(observations.find(({ kind }) => kind === 'dependency')).toMatchObject({
    rule: 'CVE-2099-2401',
    severity: 'high',
    component: { type: 'pypi', name: 'flask', version: '1.0', fixedVersions: ['1.0.2'] },
  });
  expect(observations.find(({ kind }) => kind === 'secret')).toMatchObject({ cwes: [798], secret: {} });
});
