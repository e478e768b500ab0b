import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a message of ESLint carries the line of its file; what a comment switches off is told as such', async () => {
  const { observations } = await readFixture('eslint', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'no-eval',
      severity: 'high',
      place: { path: 'src/run.js', startLine: 2, startColumn: 3, snippet: 'eval(x);' },
      told: undefined,
    },
    { severity: 'medium', told: { state: 'suppressed', reason: 'fixed command' } },
  ]);
});
