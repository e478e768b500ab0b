import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('failed checks and undecided ones are told, passed and manual ones are left out', async () => {
  const { observations, diagnostics } = await readFixture('kube-bench', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: '4.1.1',
      severity: 'medium',
      message: 'permissions=644',
      remediation: 'chmod 600 kubelet',
      tags: ['node'],
    },
    { rule: '4.1.2', severity: 'info' },
  ]);
  expect(observations).toHaveLength(2);
  expect(diagnostics).toHaveLength(2);
});

test('controls printed one after the other are read like a list of them', async () => {
  const { observations } = await readFixture('kube-bench', 'other-one-after-the-other.json');
  expect(observations).toMatchObject([
    { rule: '1.1.1', tags: ['master'] },
    { rule: '4.1.1', tags: ['node'] },
  ]);
});
