import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a credential says file, line and commit, and is known by a hash', async () => {
  const { observations } = await readFixture('gitlab-secret-detection', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'acme-token',
      title: 'Acme API token',
      severity: 'critical',
      cwes: [798],
      place: { path: 'infra/.env', startLine: 4 },
      message: 'Found in commit 0123456789abcdef0123456789abcdef01234567.',
      secret: { hash: 'hash of 20 characters' },
    },
    { rule: 'Password in URL', told: { state: 'false-positive' } },
  ]);
});

test('the value leaves the reader nowhere, not in the words about it either', async () => {
  const read = JSON.stringify(await readFixture('gitlab-secret-detection', 'typical.json'));
  expect(read).not.toMatch(/ACME0EXAMPLE0TOKEN0A|sesame9/);
});

test('a report of version 15 is recognised by its results where its end is not in sight', async () => {
  const { summary } = await readFixture('gitlab-secret-detection', 'other-15.json');
  expect(summary).toMatchObject({ reader: 'gitlab-secret-detection', observations: 1 });
});
