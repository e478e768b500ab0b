import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a report of CodeChecker says checker, place and what its review decided', async () => {
  const { observations } = await readFixture('codechecker', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'core.NullDereference',
      severity: 'high',
      place: { path: 'src/queue.c', startLine: 31 },
      fingerprints: { codechecker: '0a0b' },
      told: undefined,
    },
    { severity: 'info', told: { state: 'accepted' } },
  ]);
});
