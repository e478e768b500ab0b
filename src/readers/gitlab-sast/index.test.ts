import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('the first identifier is the rule, that of CWE the weakness, wherever the analyser wrote them', async () => {
  const { observations } = await readFixture('gitlab-sast', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      rule: 'B602',
      severity: 'high',
      cwes: [78],
      place: { path: 'src/run.py', startLine: 9, symbol: 'Runner#run' },
    },
    { rule: 'node_example', severity: 'info', severityTold: 'Unknown', cwes: [943] },
    { kind: 'secret', rule: 'Key', severity: 'critical', secret: {} },
  ]);
});
