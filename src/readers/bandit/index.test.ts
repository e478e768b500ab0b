import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a result of Bandit says rule, weakness, place and the flagged line alone', async () => {
  const { observations, rules } = await readFixture('bandit', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      rule: 'B605',
      severity: 'high',
      cwes: [78],
      place: { path: 'shop/images.py', startLine: 7, snippet: "    os.system('convert ' + name)" },
    },
    { rule: 'B110', severity: 'low', place: { startLine: 22 } },
  ]);
  expect(rules[0]).toMatchObject({ id: 'B605', name: 'start_process_with_a_shell' });
});
