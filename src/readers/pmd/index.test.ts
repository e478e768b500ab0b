import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a row of PMD says rule, priority as severity, file and line', async () => {
  const { observations } = await readFixture('pmd', 'typical.csv');
  expect(observations).toMatchObject([
    { rule: 'UseUtilityClass', severity: 'medium', severityTold: '3', place: { startLine: 21 } },
    { rule: 'HardCodedCryptoKey', severity: 'critical', title: 'Do not use hard coded encryption keys' },
  ]);
});
