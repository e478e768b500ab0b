import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('an issue of the API says rule, path of its component, weakness and decision; packages are told apart', async () => {
  const { observations } = await readFixture('sonarqube', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'code',
      rule: 'typescript:S1000',
      severity: 'high',
      cwes: [78],
      place: { path: 'src/run.ts', startLine: 12, endLine: 14 },
      firstFoundAt: '2026-01-05T09:00:00.000Z',
      told: undefined,
    },
    { severity: 'low', place: { path: 'src/index.html' }, told: { state: 'accepted' } },
    {
      kind: 'dependency',
      rule: 'CVE-2099-1003',
      severity: 'medium',
      score: 6.4,
      cwes: [502],
      place: { path: undefined },
      component: { type: 'maven', name: 'core', version: '1.2' },
    },
  ]);
});

test('a hotspot that was reviewed as safe is a false positive', async () => {
  const { observations } = await readFixture('sonarqube', 'typical-hotspots.json');
  expect(observations).toMatchObject([
    {
      rule: 'typescript:S4000',
      severity: 'medium',
      place: { path: 'src/hash.ts', startLine: 4 },
      told: { state: 'false-positive' },
    },
  ]);
});

test.each(['typical-report.json', 'typical.html'])(
  'the report as %s says rule, weakness, line and the text of the rule',
  async (file) => {
    const { observations, rules } = await readFixture('sonarqube', file);
    expect(observations).toMatchObject([
      {
        rule: 'python:S1000',
        title: 'Commands should be lists',
        severity: 'critical',
        cwes: [78],
        place: { path: 'run.py', startLine: 3 },
        externalId: 'r1',
      },
    ]);
    expect(rules).toMatchObject([
      { id: 'python:S1000', description: expect.stringContaining('Use a **list**.') },
    ]);
  },
);
