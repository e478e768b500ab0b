import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a violation is told once for each resource, at its own line, and once where it has none', async () => {
  const { observations } = await readFixture('cfn-nag', 'typical.json');
  const path = 'templates/shop.yaml';
  expect(observations).toMatchObject([
    { rule: 'F4', severity: 'high', place: { path, startLine: 12, symbol: 'OrdersPolicy' } },
    { rule: 'W35', severity: 'medium', place: { path, startLine: 30, symbol: 'Invoices' } },
    { rule: 'W35', severity: 'medium', place: { path, startLine: 41, symbol: 'Pictures' } },
    { rule: 'FATAL', severity: 'high', place: { path } },
  ]);
});
