import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('CSAF: each product of a statement is told, rated and advised as the document does', async () => {
  const { observations } = await readFixture('csaf', 'typical.json');
  expect(observations.slice(0, 2)).toMatchObject([
    {
      rule: 'CVE-2099-1002',
      title: 'Memory grows without bounds in Acme Web',
      severity: 'high',
      score: 7.5,
      cwes: [770],
      component: { name: 'Acme Web', version: '1.0' },
      remediation: 'Upgrade to 1.1.',
      tags: ['known_affected'],
    },
    { severity: 'high', component: { name: 'Acme Web', version: '1.0' } },
  ]);
});

test('CSAF: what is looked into is open; what is fixed or not affected says so and why', async () => {
  const { observations } = await readFixture('csaf', 'typical.json');
  expect(observations.slice(2).map(({ component, told }) => [component?.name, told])).toEqual([
    ['P5', undefined],
    [
      'Acme Linux',
      {
        state: 'false-positive',
        reason: 'component not present',
        justification: 'component_not_present',
      },
    ],
    ['acme-web', { state: 'fixed' }],
  ]);
});
