import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue of gosec says rule, weakness, line alone, and whether a comment switches it off', async () => {
  const { observations } = await readFixture('gosec', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'G304',
      severity: 'high',
      cwes: [22],
      place: { path: 'files/open.go', startLine: 15, snippet: 'f, err := os.Open(name)' },
      references: [
        'https://cwe.mitre.org/data/definitions/22.html',
        'https://securego.io/docs/rules/g304.html',
      ],
    },
    {
      severity: 'low',
      place: { startLine: 30, endLine: 31 },
      told: { state: 'suppressed', reason: 'at exit' },
    },
  ]);
});
