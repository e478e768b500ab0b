import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('grype', Buffer.from(JSON.stringify(report))), { hashSecret: (v) => v });

const match = (vulnerability: object = {}, artifact: object = {}, more: object = {}) => ({
  vulnerability: {
    id: 'GHSA-2222-3333-4444',
    dataSource: 'https://advisories.example/1',
    severity: 'High',
    description: 'Long story.',
    cvss: [
      { version: '2.0', vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', metrics: { baseScore: 5 } },
      { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', metrics: { baseScore: 9.8 } },
    ],
    epss: [{ epss: 0.25 }],
    fix: { versions: ['2.0.1'], state: 'fixed' },
    ...vulnerability,
  },
  relatedVulnerabilities: [{ id: 'CVE-2024-1111', urls: ['https://nvd.example/1'] }],
  matchDetails: [],
  artifact: {
    name: 'acme-lib',
    version: '2.0.0',
    type: 'python',
    locations: [{ path: '/app/requirements.txt', layerID: 'sha256:aa' }],
    purl: 'pkg:pypi/acme-lib@2.0.0',
    ...artifact,
  },
  ...more,
});
const report = (matches: unknown[], more: object = {}) => ({
  matches,
  source: { type: 'image' },
  descriptor: { name: 'grype', version: '0.90.0' },
  ...more,
});

test('a match becomes a dependency with all names of its vulnerability', async () => {
  const { observations, rules, summary } = await read(report([match()]));
  expect(summary).toMatchObject({ reader: 'grype', tool: { name: 'Grype', version: '0.90.0' } });
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'GHSA-2222-3333-4444',
    severity: 'high',
    score: 9.8,
    vulnerabilities: ['GHSA-2222-3333-4444', 'CVE-2024-1111'],
    place: { path: 'app/requirements.txt' },
    component: {
      type: 'pypi',
      name: 'acme-lib',
      version: '2.0.0',
      fixedVersions: ['2.0.1'],
      layer: 'sha256:aa',
    },
    epss: 0.25,
  });
  expect(observations[0]?.vectors?.[0]).toMatch(/^CVSS:3\.1/);
  expect(rules).toMatchObject([{ id: 'GHSA-2222-3333-4444', description: 'Long story.' }]);
});

test('all layers of the image are told, also those without a match', async () => {
  const target = { layers: [{ digest: 'sha256:aa' }, { digest: 'sha256:bb' }, { digest: 'sha256:aa' }] };
  const { summary } = await read(report([match()], { source: { type: 'image', target } }));
  expect(summary.layers).toEqual(['sha256:aa', 'sha256:bb']);
  expect((await read(report([match()]))).summary.layers).toEqual([]);
});

test('packages of the system belong to the image', async () => {
  const { observations } = await read(report([match({}, { type: 'deb', purl: 'pkg:deb/debian/apt@1.8' })]));
  expect(observations[0]?.kind).toBe('container');
});

test('an ignored match is told as suppressed, with the reason of the rule', async () => {
  const ignored = match({}, {}, { appliedIgnoreRules: [{ reason: 'not reachable' }] });
  const { observations } = await read(report([match()], { ignoredMatches: [ignored] }));
  expect(observations.map((o) => o.told)).toEqual([
    undefined,
    { state: 'suppressed', reason: 'not reachable' },
  ]);
});

test('Negligible and Unknown are no more than info; known exploitation is told', async () => {
  const { observations } = await read(
    report([
      match({ severity: 'Negligible' }),
      match({ severity: 'Unknown', knownExploited: [{ cve: 'x' }] }),
    ]),
  );
  expect(observations.map((o) => o.severity)).toEqual(['info', 'info']);
  expect(observations[1]?.exploited).toBe(true);
});

test('a scan without matches is an honest empty report', async () => {
  expect((await read(report([]))).summary).toMatchObject({ reader: 'grype', observations: 0, failure: null });
});

test('a match without a vulnerability is left out with a remark', async () => {
  const { observations, diagnostics } = await read(report([match(), null, { vulnerability: [] }]));
  expect(observations).toHaveLength(1);
  expect(diagnostics).toHaveLength(2);
});

test('a match that is told twice is taken once, and said', async () => {
  const other = match({}, { version: '1.9.0' });
  const { observations, diagnostics } = await read(report([match(), other, match(), match()]));
  expect(observations.map((o) => o.component?.version)).toEqual(['2.0.0', '1.9.0']);
  expect(diagnostics).toMatchObject([{ level: 'note', code: 'LK-READ-NOT-A-PROBLEM' }]);
});
