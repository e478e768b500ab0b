import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an entry of the baseline says place and verdict; only what was tried and worked is verified', async () => {
  const { observations } = await readFixture('detect-secrets', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'Secret Keyword',
      severity: 'high',
      cwes: [798],
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 40 characters', verified: true },
    },
    { message: 'Confirmed in the audit of the baseline.' },
    { place: { path: 'docs/example.md' }, told: { state: 'false-positive' } },
  ]);
  expect(observations[1]?.secret?.verified).toBeUndefined();
});

test('not even the plain hash of a value leaves the reader: short values can be guessed from it', async () => {
  const read = JSON.stringify(await readFixture('detect-secrets', 'typical.json'));
  expect(read).not.toMatch(/0beec7b5|62cdb702|bbe960a2/);
});
