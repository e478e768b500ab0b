import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('the list that a result of Bearer stands in is its severity', async () => {
  const { observations, rules } = await readFixture('bearer-cli', 'typical.json');
  expect(observations).toMatchObject([
    {
      rule: 'ruby_rails_example_query',
      severity: 'critical',
      cwes: [89, 564],
      place: { path: 'shop/app/models/order.rb', startLine: 12 },
      fingerprints: { bearer: 'aa01_0' },
    },
    { severity: 'info', severityTold: 'warning', place: { path: 'app/jobs/mail.rb' } },
  ]);
  expect(rules[0]?.description).toContain('as it came');
});
