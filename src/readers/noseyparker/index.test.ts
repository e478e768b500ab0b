import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('each match says file, line and commit, known by the hash of the decoded value', async () => {
  const { observations } = await readFixture('noseyparker', 'typical.jsonl');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'np.acme.1',
      title: 'Acme Token',
      severity: 'high',
      cwes: [798],
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 20 characters' },
    },
    {
      place: { path: 'old/.env' },
      message: 'Found in commits:\n\n- 0123456789abcdef0123456789abcdef01234567',
      told: { state: 'false-positive' },
    },
    { rule: 'np.generic.5', secret: { hash: 'hash of 7 characters' } },
  ]);
});

test('one finding alone, in the form of older versions, is read as well', async () => {
  const { observations } = await readFixture('noseyparker', 'other-0.16.jsonl');
  expect(observations).toMatchObject([
    { rule: 'Acme Token', place: { path: 'infra/.env' }, secret: { hash: 'hash of 20 characters' } },
  ]);
});

test('the value leaves the reader nowhere, plain or encoded', async () => {
  for (const file of ['typical.jsonl', 'other-0.16.jsonl'])
    expect(JSON.stringify(await readFixture('noseyparker', file))).not.toMatch(
      /ACME0EX|sesame9|QUNNR|c2VzYW/,
    );
});
