import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a result of Checkmarx stands where the data does harm, and says where it comes from', async () => {
  const { observations } = await readFixture('checkmarx', 'typical.xml');
  expect(observations).toMatchObject([
    {
      rule: 'Command_Injection',
      title: 'Command Injection',
      message: 'Data flows from `getParameter` (src/Web.java:8) to `exec`.',
      severity: 'high',
      cwes: [78],
      place: { path: 'src/Run.java', startLine: 20, snippet: 'runtime.exec(line);' },
      fingerprints: { checkmarx: '-77' },
      firstFoundAt: '2026-01-05T09:00:00.000Z',
    },
    {
      severity: 'medium',
      place: { path: 'src/Job.java', startLine: 2 },
      told: { state: 'false-positive', reason: 'Only constants' },
    },
  ]);
});

test('the JSON report says the same', async () => {
  const { observations } = await readFixture('checkmarx', 'typical-report.json');
  expect(observations).toMatchObject([
    {
      rule: 'Path_Traversal',
      cwes: [22],
      place: { path: 'src/Files.java', startLine: 9, symbol: 'read' },
      told: { state: 'false-positive' },
    },
  ]);
});
