import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue says rule, severity, file and all commits it was found in', async () => {
  const { observations } = await readFixture('trufflehog3', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'acme-token',
      title: 'Acme token',
      severity: 'high',
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 20 characters' },
      message:
        'Found in commits:\n\n- 0123456789abcdef0123456789abcdef01234567\n- fedcba9876543210fedcba9876543210fedcba98',
    },
    { severity: 'low', place: { path: 'Dockerfile', startLine: 1 } },
  ]);
});

test('in the older form every string found is a result, known by its line or, alone, by its value', async () => {
  const { observations } = await readFixture('trufflehog3', 'other-version-1.json');
  expect(observations).toMatchObject([
    {
      rule: 'High entropy',
      severity: 'high',
      place: { path: 'infra/.env', snippet: '+  token = ********' },
      secret: { hash: 'hash of 28 characters' },
    },
    { place: { snippet: '********' }, secret: { hash: 'hash of 20 characters' } },
  ]);
});

test('the value leaves the reader nowhere', async () => {
  for (const file of ['typical.json', 'other-version-1.json'])
    expect(JSON.stringify(await readFixture('trufflehog3', file))).not.toMatch(/ACME0EX|9f86d081/);
});
