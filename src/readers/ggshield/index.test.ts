import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an occurrence says file, commit and what the check of the credential gave', async () => {
  const { observations } = await readFixture('ggshield', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'Acme Token',
      severity: 'critical',
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 64 characters', verified: true },
    },
    { rule: 'Generic Password', severity: 'high' },
  ]);
  expect(observations[0]?.message).toContain('commit 0123456789abcdef');
  expect(observations[1]?.secret?.verified).toBeUndefined();
});

test('a scan of files is read too: refused credentials are said to be, known ones are suppressed', async () => {
  const { observations } = await readFixture('ggshield', 'other-files.json');
  expect(observations).toMatchObject([
    {
      secret: { verified: false },
      told: { state: 'suppressed' },
      references: ['https://dashboard.example/7'],
    },
  ]);
});

test('parts of a value that the tool shows do not leave the reader', async () => {
  const read = JSON.stringify(await readFixture('ggshield', 'typical.json'));
  expect(read).not.toMatch(/ACME0E|KEN0A|se\*\*\*e9/);
});
