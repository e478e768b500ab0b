import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a threat says its sort, its priority and what is planned against it', async () => {
  const { observations } = await readFixture('threat-composer', 'typical.tc.json');
  expect(observations).toMatchObject([
    {
      kind: 'manual',
      rule: 'Tampering',
      severity: 'high',
      cwes: [345],
      externalId: 't-1',
      remediation: '- Sign every message',
    },
    { title: 'empty the shelves', severity: 'info', told: { state: 'fixed' } },
    { told: { state: 'false-positive' } },
  ]);
});
