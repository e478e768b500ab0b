import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a message says rule, file and masked line; a masked report has no hash', async () => {
  const { observations } = await readFixture('secretlint', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'secret',
      rule: 'acme/AcmeToken',
      severity: 'high',
      place: { path: 'srv/shop/infra/.env', startLine: 2, snippet: 'ACME=******** # keep' },
      secret: { hash: 'hash of 20 characters' },
    },
    { rule: 'secretlint-rule-own/AcmeToken', severity: 'medium' },
  ]);
  expect(observations[1]?.secret).toEqual({});
});

test('the value leaves the reader nowhere', async () => {
  expect(JSON.stringify(await readFixture('secretlint', 'typical.json'))).not.toContain('ACME0EX');
});
