import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness says host and port; a pod’s passing name and the evidence are not kept', async () => {
  const { observations } = await readFixture('kube-hunter', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'host',
      rule: 'KHV999',
      title: 'Open kubelet',
      severity: 'high',
      resource: { id: '192.0.2.7:10250', host: '192.0.2.7', port: 10250 },
    },
    { rule: 'Token can be read', severity: 'low', resource: { id: 'Local to Pod' } },
  ]);
  expect(JSON.stringify(observations)).not.toContain('eyJhbGci');
});
