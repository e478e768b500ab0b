import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('each place of a rule is a result, and a rule without places is one of the whole program', async () => {
  const { observations } = await readFixture('njsscan', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'node_example_exec',
      severity: 'high',
      cwes: [78],
      place: { path: 'src/run.js', startLine: 4, endLine: 5, snippet: 'exec(cmd)' },
    },
    { rule: 'node_example_exec', place: { path: 'src/job.js' } },
    { rule: 'helmet_example_missing', severity: 'low', cwes: [693], place: { path: undefined } },
  ]);
});
