import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('semgrep', Buffer.from(JSON.stringify(report))), { hashSecret: (v) => v });

const result = (extra: object = {}, metadata: object = {}) => ({
  check_id: 'python.lang.eval',
  path: 'src/a.py',
  start: { line: 3, col: 1 },
  end: { line: 4, col: 9 },
  extra: {
    message: 'Do not eval.\nReally.',
    severity: 'ERROR',
    fingerprint: 'f1',
    lines: 'eval(x)',
    metadata: { cwe: ['CWE-95: Eval'], references: ['https://rules.example/1'], ...metadata },
    ...extra,
  },
});
const report = (...results: unknown[]) => ({
  version: '1.100.0',
  results,
  errors: [],
  paths: { scanned: [] },
});

test('a result becomes an observation at its place', async () => {
  const { observations, summary } = await read(report(result()));
  expect(summary).toMatchObject({ reader: 'semgrep', tool: { name: 'Semgrep', version: '1.100.0' } });
  expect(observations[0]).toMatchObject({
    kind: 'code',
    rule: 'python.lang.eval',
    title: 'Do not eval.',
    severity: 'high',
    severityTold: 'ERROR',
    cwes: [95],
    place: { path: 'src/a.py', startLine: 3, endLine: 4, snippet: 'eval(x)' },
    fingerprints: { semgrep: 'f1' },
  });
});

test.each([
  ['ERROR', 'high'],
  ['WARNING', 'medium'],
  ['INFO', 'low'],
  ['CRITICAL', 'critical'],
  ['LOW', 'low'],
])('%s is %s', async (told, severity) => {
  expect((await read(report(result({ severity: told })))).observations[0]?.severity).toBe(severity);
});

test('what Semgrep withholds without an account is no snippet and no fingerprint', async () => {
  const { observations } = await read(
    report(result({ lines: 'requires login', fingerprint: 'requires login' })),
  );
  expect(observations[0]?.place.snippet).toBeUndefined();
  expect(observations[0]?.fingerprints).toBeUndefined();
});

test('an ignored result is told as suppressed', async () => {
  expect((await read(report(result({ is_ignored: true })))).observations[0]?.told?.state).toBe('suppressed');
});

test('the line of a secret is masked, and what validation says is kept', async () => {
  const extra = { lines: "token = 'abcdefgh12345678'", validation_state: 'CONFIRMED_VALID' };
  const told = await read(report(result(extra, { secret_type: 'GitHub' })));
  expect(told.observations[0]).toMatchObject({ kind: 'secret', secret: { verified: true } });
  expect(JSON.stringify(told)).not.toContain('abcdefgh12345678');
});

test('a supply-chain result names package, versions and lock file', async () => {
  const info = {
    reachable: false,
    dependency_match: {
      lockfile: 'go.sum',
      found_dependency: {
        package: 'acme.example/net',
        version: 'v0.9.0',
        ecosystem: 'gomod',
        transitivity: 'direct',
        line_number: 8,
      },
    },
  };
  const metadata = {
    'sca-vuln-database-identifier': 'CVE-2024-3333',
    'sca-fix-versions': [{ net: 'v0.17.0' }],
  };
  const { observations } = await read(report(result({ sca_info: info }, metadata)));
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'CVE-2024-3333',
    component: { type: 'golang', name: 'net', version: 'v0.9.0', fixedVersions: ['v0.17.0'], direct: true },
    place: { path: 'go.sum', startLine: 8 },
  });
});

test('a supply-chain entry of the platform keeps the repository it belongs to', async () => {
  const vulnerability = {
    title: 'Assertion',
    advisory: {
      ruleId: 'ssc-1',
      ecosystem: 'pypi',
      severity: 'HIGH',
      references: { cveIds: ['CVE-2024-4444'], cweIds: ['CWE-617'] },
    },
    exposureType: 'REACHABLE',
    repositoryName: 'acme/shop',
    matchedDependency: { name: 'grpcio', versionSpecifier: '1.47.0' },
    closestSafeDependency: { name: 'grpcio', versionSpecifier: '1.53.0' },
    dependencyFileLocation: { path: 'requirements.txt', startLine: '22' },
    triage: { status: 'CLOSED', dismissReason: 'FALSE_POSITIVE' },
    openedAt: '2024-01-02T03:04:05Z',
    transitivity: 'DIRECT',
  };
  const { observations } = await read({ vulns: [vulnerability], hasMore: false });
  expect(observations[0]).toMatchObject({
    rule: 'CVE-2024-4444',
    severity: 'high',
    place: { path: 'requirements.txt', startLine: 22 },
    resource: { id: 'acme/shop', type: 'repository' },
    component: { purl: 'pkg:pypi/grpcio@1.47.0', fixedVersions: ['1.53.0'] },
    told: { state: 'false-positive' },
    tags: ['reachable'],
  });
});

test('a scan that found nothing is an honest empty report, a result without a rule is left out', async () => {
  expect((await read(report())).summary).toMatchObject({ reader: 'semgrep', observations: 0, failure: null });
  const { observations, diagnostics } = await read(report(result(), { extra: 3 }, null));
  expect(observations).toHaveLength(1);
  expect(diagnostics).toHaveLength(2);
});
