import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('a result of Fortify is put together from all parts of its document and from what auditors said', async () => {
  const { observations, rules, summary } = await readFixture('fortify', 'typical.xml');
  expect(summary.tool).toEqual({ name: 'Fortify SCA', version: '24.2.0' });
  expect(observations).toMatchObject([
    {
      rule: 'AAAA-01',
      title: 'Command Injection',
      message: 'The call exec() is given input.',
      severity: 'high',
      cwes: [77, 78],
      place: {
        path: 'src/Runner.java',
        startLine: 12,
        endLine: 13,
        snippet: 'exec(line);',
        symbol: 'acme.Runner#run',
      },
      fingerprints: { fortify: 'I1' },
      told: undefined,
    },
    {
      rule: 'BBBB-02',
      title: 'Misconfiguration: Debug',
      severity: 'medium',
      place: { path: 'web.xml', startLine: 3 },
      told: { state: 'suppressed', reason: 'Only on our own machines' },
    },
  ]);
  expect(rules[0]).toMatchObject({
    description: 'Commands from outside run here.',
    help: 'Use a list of arguments.',
  });
});

test('an issue of the report says the same', async () => {
  const { observations, rules } = await readFixture('fortify', 'typical-report.xml');
  expect(observations).toMatchObject([
    {
      rule: 'AAAA-01',
      title: 'Command Injection',
      severity: 'high',
      place: { path: 'src/Runner.java', startLine: 2, snippet: 'static { exec(line); }' },
      told: { state: 'false-positive' },
    },
  ]);
  expect(rules[0]).toMatchObject({ help: 'Use a list of arguments.' });
});
