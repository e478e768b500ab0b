import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a vulnerability of Horusec says rule, weakness, line and decision; a leak shows no value', async () => {
  const { observations } = await readFixture('horusec', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'B303',
      title: 'Weak hash',
      severity: 'medium',
      cwes: [327],
      place: { path: 'src/hash.py', startLine: 3, snippet: 'hashlib.md5(x)' },
      told: { state: 'accepted' },
    },
    { kind: 'secret', rule: 'Password in a file', severity: 'critical', told: undefined },
  ]);
  expect(JSON.stringify(observations)).not.toContain('open-sesame');
});
