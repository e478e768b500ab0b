import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('cops of the security department count more than matters of style, and what was corrected is fixed', async () => {
  const { observations, rules } = await readFixture('rubocop', 'typical.json');
  expect(observations).toMatchObject([
    { rule: 'Security/Open', severity: 'medium', place: { path: 'app/run.rb', startLine: 3 } },
    { rule: 'Style/StringLiterals', severity: 'low', told: { state: 'fixed' } },
  ]);
  expect(rules[0]?.url).toBe('https://docs.rubocop.org/rubocop/cops_security.html#securityopen');
});
