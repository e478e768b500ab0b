import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an alert says place and date; what the provider answered, and nothing where it was not asked', async () => {
  const { observations } = await readFixture('github-secret-scanning', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'acme_token',
      severity: 'critical',
      place: { path: 'infra/.env', startLine: 4 },
      secret: { hash: 'hash of 20 characters', verified: true },
      firstFoundAt: '2030-01-02T03:04:05.000Z',
    },
    { severity: 'high', told: { state: 'accepted', reason: 'used in tests: just ********' } },
  ]);
  expect(observations[0]?.told).toBeUndefined();
  expect(observations[1]?.secret).toEqual({ hash: 'hash of 20 characters' });
});

test('the value leaves the reader nowhere', async () => {
  const read = JSON.stringify(await readFixture('github-secret-scanning', 'typical.json'));
  expect(read).not.toContain('ACME0EXAMPLE0');
});
