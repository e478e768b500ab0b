import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('npm', Buffer.from(JSON.stringify(report))), { hashSecret: (v) => v });

const advisory = (parts: object = {}) => ({
  source: 1001,
  name: 'acme-debug',
  title: 'Slow pattern',
  url: 'https://github.com/advisories/GHSA-2222-3333-4444',
  severity: 'moderate',
  cwe: ['CWE-400'],
  cvss: { score: 5.3, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L' },
  range: '<2.6.9',
  ...parts,
});
const entry = (name: string, via: unknown[], fixAvailable: unknown = true) => ({
  name,
  severity: 'high',
  isDirect: false,
  via,
  fixAvailable,
});
const report = (vulnerabilities: object) => ({ auditReportVersion: 2, vulnerabilities, metadata: {} });

test('one observation for each advisory of a package', async () => {
  const via = [
    advisory(),
    advisory({ source: 1002, url: 'https://github.com/advisories/GHSA-5555-6666-7777', severity: 'high' }),
    'ms',
  ];
  const { observations, summary } = await read(
    report({
      'acme-debug': entry('acme-debug', via, { name: 'acme-web', version: '4.0.0', isSemVerMajor: true }),
    }),
  );
  expect(summary).toMatchObject({ reader: 'npm-audit', observations: 2 });
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'GHSA-2222-3333-4444',
    title: 'Slow pattern',
    severity: 'medium',
    score: 5.3,
    cwes: [400],
    vulnerabilities: ['GHSA-2222-3333-4444', 'npm:1001'],
    component: { type: 'npm', name: 'acme-debug', fixedVersions: ['2.6.9'], direct: false },
    place: { path: 'package-lock.json' },
    remediation: 'Upgrade acme-web to 4.0.0 (a major version: it may break something).',
  });
  expect(observations[1]?.severity).toBe('high');
});

test('a package that only passes on the weakness of another is not told twice', async () => {
  const { observations, diagnostics } = await read(
    report({ a: entry('a', [advisory()]), b: entry('b', ['a']), c: entry('c', ['b']) }),
  );
  expect(observations).toHaveLength(1);
  expect(diagnostics.map((d) => d.code)).toEqual(['LK-READ-CARRIER']);
});

test('an unclear range names no fixed version', async () => {
  const via = [advisory({ range: '>=1.0.0 <=1.9.0 || >=2.0.0' })];
  expect((await read(report({ a: entry('a', via) }))).observations[0]?.component?.fixedVersions).toEqual([]);
});

test('the older form is read, once for each installed version', async () => {
  const old = {
    id: 42,
    module_name: 'acme-minimist',
    title: 'Pollution',
    severity: 'low',
    cves: ['CVE-2024-2222'],
    cwe: 'CWE-1321',
    patched_versions: '>=1.2.3',
    findings: [
      { version: '0.0.8', paths: ['a', 'b'] },
      { version: '1.2.0', paths: ['c'] },
      { version: '0.0.8', paths: ['d'] },
    ],
  };
  const { observations } = await read({ actions: [], advisories: { 42: old }, muted: [], metadata: {} });
  expect(observations.map((o) => o.component?.version)).toEqual(['0.0.8', '1.2.0']);
  expect(observations[0]).toMatchObject({
    rule: 'CVE-2024-2222',
    cwes: [1321],
    component: { fixedVersions: ['1.2.3'] },
  });
});

test('pnpm’s report is read as that of pnpm, and names its lock file', async () => {
  const advisories = {
    7: { id: 7, module_name: 'acme', severity: 'high', findings: [{ version: '1.0.0' }] },
  };
  const { observations, summary } = await read({ advisories, metadata: { totalDependencies: 1 } });
  expect(summary).toMatchObject({ reader: 'npm-audit', tool: { name: 'pnpm audit' } });
  expect(observations[0]?.place.path).toBe('pnpm-lock.yaml');
});

test('no vulnerabilities are an honest empty report, odd values are survived', async () => {
  expect((await read(report({}))).summary).toMatchObject({
    reader: 'npm-audit',
    observations: 0,
    failure: null,
  });
  const odd = await read(report({ a: null, b: entry('b', [{}]), c: { via: 3 } }));
  expect(odd.summary).toMatchObject({ observations: 1, failure: null });
});
