import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue says rule, severity, file and masked line', async () => {
  const { observations } = await readFixture('trufflehog3', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'acme-token',
      title: 'Acme token',
      severity: 'high',
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 20 characters' },
    },
    { severity: 'low', place: { path: 'Dockerfile', startLine: 1 } },
  ]);
});

test('in the older form every string found is a result; a value alone is known by its hash', async () => {
  const { observations } = await readFixture('trufflehog3', 'other-version-1.json');
  expect(observations).toMatchObject([
    { rule: 'High entropy', severity: 'high', place: { path: 'infra/.env' }, secret: {} },
    { secret: { hash: 'hash of 20 characters' } },
  ]);
  expect(observations[0]?.secret?.hash).toBeUndefined();
});

test('the value leaves the reader nowhere', async () => {
  for (const file of ['typical.json', 'other-version-1.json'])
    expect(JSON.stringify(await readFixture('trufflehog3', file))).not.toMatch(/ACME0EX|9f86d081/);
});
