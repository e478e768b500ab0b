import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a failed control says file and object, rated by its factor; exceptions are accepted', async () => {
  const { observations } = await readFixture('kubescape', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: 'C-9001',
      title: 'Runs as root',
      severity: 'high',
      place: { path: 'deploy/shop.yaml', symbol: 'sales/Deployment/shop' },
      remediation: 'Set `spec.runAsNonRoot`.',
      tags: ['Workload'],
    },
    {
      rule: 'C-9002',
      severity: 'medium',
      resource: { id: 'sales/StatefulSet/db', labels: { team: 'ledger' } },
      told: { state: 'accepted' },
    },
  ]);
  expect(observations).toHaveLength(2);
});
