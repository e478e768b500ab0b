import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a risk names category, asset, weakness and what was decided', async () => {
  const { observations, summary } = await readFixture('threagile', 'typical.json');
  expect(summary.phase).toBe('threat-model');
  expect(observations).toMatchObject([
    {
      kind: 'manual',
      rule: 'unencrypted-communication',
      title: 'Unencrypted Communication between Shop and Orders',
      severity: 'high',
      severityTold: 'elevated',
      cwes: [319],
      resource: { id: 'shop' },
      externalId: 'unencrypted-communication@shop>orders@shop@orders',
    },
    { rule: 'missing-waf', severity: 'low', resource: { id: 'edge' }, told: { state: 'accepted' } },
  ]);
});
