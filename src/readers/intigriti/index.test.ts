import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a submission keeps its code, its finder, its text and what was decided', async () => {
  const { observations } = await readFixture('intigriti', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'manual',
      rule: 'XSS',
      severity: 'critical',
      severityTold: 'Exceptional',
      cwes: [79],
      externalId: 'SHOP-AB12',
      firstFoundAt: '2027-01-15T08:00:00.000Z',
      references: ['https://app.example.com/SHOP-AB12'],
      remediation: 'Encode it.',
      told: undefined,
    },
    { externalId: 'SHOP-AB13', rule: 'Unclassified', told: { state: 'suppressed' } },
  ]);
  expect(observations[0]?.message?.split('\n\n')).toEqual([
    '**Type:** XSS (Injection)',
    '**Asset:** shop.example.com',
    '**Endpoint:** /notes',
    '**Submission:** SHOP-AB12',
    '**Reported by:** finder-1',
    '**State:** Accepted',
    '**Proof of concept:** Send **<x>**.',
    '**Impact:** Scripts run.',
    '**Which browser?** All.',
  ]);
});
