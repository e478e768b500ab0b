import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a bug of SpotBugs stands at its own line, else at its class', async () => {
  const { observations } = await readFixture('spotbugs', 'typical.xml');
  expect(observations).toMatchObject([
    {
      rule: 'COMMAND_EXAMPLE',
      title: 'Command from outside',
      severity: 'high',
      cwes: [78],
      place: { path: 'acme/Runner.java', startLine: 14, endLine: 15, symbol: 'acme.Runner#run' },
      fingerprints: { spotbugs: 'ab12' },
    },
    { rule: 'STYLE_EXAMPLE', severity: 'low', place: { path: 'acme/Old.java', startLine: 1 } },
  ]);
});

test('what SpotBugs says of its patterns after the bugs reaches the rules, and takes no name away', async () => {
  const { rules } = await readFixture('spotbugs', 'typical.xml');
  expect(rules).toMatchObject([
    { id: 'COMMAND_EXAMPLE', name: 'Command from outside', description: 'Use a **list** of arguments.' },
    { id: 'STYLE_EXAMPLE', name: 'STYLE_EXAMPLE' },
  ]);
});
