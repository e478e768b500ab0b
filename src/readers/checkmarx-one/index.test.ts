import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('results of all engines keep their kind: configuration, code, package', async () => {
  const { observations } = await readFixture('checkmarx-one', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'config',
      rule: 'User Missing',
      severity: 'high',
      place: { path: 'build/Dockerfile', startLine: 3 },
    },
    {
      kind: 'code',
      rule: 'Log_Forging',
      title: 'Log Forging',
      cwes: [117],
      place: { path: 'src/Log.java', startLine: 12, symbol: 'write' },
      told: { state: 'false-positive' },
    },
    {
      kind: 'dependency',
      severity: 'critical',
      score: 9.1,
      vulnerabilities: ['CVE-2099-1002'],
      component: { type: 'npm', name: 'left-tools', version: '1.2.0', fixedVersions: ['1.2.9'] },
    },
  ]);
});

test('the improved report says the same, with advice from its end', async () => {
  const { observations, rules } = await readFixture('checkmarx-one', 'typical-report.json');
  expect(observations).toMatchObject([
    { rule: 'Stored_XSS', cwes: [79], place: { path: 'src/Page.java', startLine: 31 } },
    {
      kind: 'config',
      severity: 'medium',
      place: { path: 'deploy/a.yaml' },
      told: { state: 'false-positive' },
    },
  ]);
  expect(rules[0]).toMatchObject({ name: 'Stored XSS', help: 'Encode what is shown.' });
});
