import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('static and dynamic flaws and packages of the detailed report keep place, weakness and decision', async () => {
  const { observations, rules } = await readFixture('veracode', 'typical.xml');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      rule: 'CWE-78',
      severity: 'high',
      place: { path: 'acme/shop/Run.java', startLine: 12, symbol: 'void run()' },
      fingerprints: { veracode: 'app-41_issue-7' },
      firstFoundAt: '2026-01-05T09:00:00.000Z',
      told: undefined,
    },
    { severity: 'low', told: { state: 'accepted', reason: 'Mitigation Accepted' } },
    { kind: 'web', severity: 'medium', web: { url: 'https://shop.example.com/run', parameter: 'cmd' } },
    {
      kind: 'dependency',
      severity: 'critical',
      score: 9.8,
      cwes: [502],
      vulnerabilities: ['CVE-2099-1003'],
      component: { type: 'maven', namespace: 'org.acme', name: 'core', version: '1.2' },
    },
  ]);
  expect(rules[0]).toMatchObject({
    description: 'The command holds input.',
    help: 'Use a list of arguments.',
  });
});

test('findings of the API say the same; text, advice and links are taken apart, what is closed is left out', async () => {
  const { observations, diagnostics } = await readFixture('veracode', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      message: 'exec is given input.',
      remediation: 'Use a list of arguments.',
      references: ['https://cwe.mitre.org/data/definitions/78.html'],
      place: { path: 'acme/Run.java', startLine: 12 },
    },
    {
      kind: 'dependency',
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
      component: { type: 'maven', name: 'core', version: '1.2' },
      told: { state: 'accepted' },
    },
  ]);
  expect(diagnostics).toMatchObject([{ code: 'LK-READ-NOT-A-PROBLEM' }]);
});
