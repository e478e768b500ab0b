import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a credential says detector, file, line and commit; only one that worked is verified', async () => {
  const { observations } = await readFixture('trufflehog', 'typical.jsonl');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'Acme',
      title: 'Credential of Acme',
      severity: 'critical',
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 20 characters', verified: true },
      message: 'Found in commits:\n\n- 0123456789abcdef0123456789abcdef01234567',
      references: ['https://howto.example/rotate'],
    },
    { rule: 'URI', severity: 'high', place: { path: 'docs/example.md', startLine: 9 } },
  ]);
  expect(observations[1]?.secret).toEqual({ hash: 'hash of 31 characters' });
});

test('one result alone is read as well', async () => {
  const { observations } = await readFixture('trufflehog', 'other-one.jsonl');
  expect(observations).toHaveLength(1);
});

test('the value leaves the reader nowhere, whole or in part', async () => {
  expect(JSON.stringify(await readFixture('trufflehog', 'typical.jsonl'))).not.toMatch(
    /ACME0EX|s3s4m3|sesame9/,
  );
});
