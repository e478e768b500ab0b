import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of Flawfinder says rule, level as severity, weaknesses and the line', async () => {
  const { observations } = await readFixture('flawfinder', 'typical.csv');
  expect(observations).toMatchObject([
    {
      rule: 'FF1040',
      severity: 'high',
      cwes: [78],
      place: { path: 'src/run.c', startLine: 12, snippet: '  popen(line, "r");' },
      remediation: 'Use a library call',
    },
    { rule: 'FF1001', severity: 'low', cwes: [120, 20] },
  ]);
});
