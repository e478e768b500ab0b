import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an error of Cppcheck says rule, weakness and its own place, not those that led to it', async () => {
  const { observations, diagnostics } = await readFixture('cppcheck', 'typical.xml');
  expect(observations).toMatchObject([
    {
      rule: 'bufferAccessOutOfBounds',
      severity: 'high',
      cwes: [788],
      place: { path: 'src/table.c', startLine: 14, startColumn: 7 },
    },
    { rule: 'unusedVariable', severity: 'low' },
  ]);
  expect(diagnostics).toMatchObject([{ code: 'LK-READ-NOT-A-PROBLEM' }]);
});

test('the flat form of version 1 says the same', async () => {
  const { observations } = await readFixture('cppcheck', 'typical-1.xml');
  expect(observations).toMatchObject([{ rule: 'memleak', place: { path: 'src/old.c', startLine: 3 } }]);
});
