import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a weakness in Harbor says package, fix, weakness number and score', async () => {
  const { observations } = await readFixture('harbor', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2099-1001',
      severity: 'critical',
      score: 9.8,
      cwes: [125],
      component: { name: 'libacme3', version: '3.0.1-1', fixedVersions: ['3.0.2-1'] },
    },
    { severity: 'info', cwes: [], component: { fixedVersions: [] } },
  ]);
});

test('the bare form of the interface is read too', async () => {
  const { observations } = await readFixture('harbor', 'other-bare.json');
  expect(observations).toMatchObject([{ rule: 'CVE-2099-1003', component: { fixedVersions: ['2'] } }]);
});
