import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('snyk', Buffer.from(JSON.stringify(report))), { hashSecret: (v) => v });

const issue = (parts: object = {}) => ({
  id: 'SNYK-JS-ACME-1',
  title: 'Prototype Pollution',
  CVSSv3: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:L',
  cvssScore: 6.5,
  severity: 'high',
  severityWithCritical: 'critical',
  fixedIn: ['2.0.0'],
  identifiers: { CVE: ['CVE-2024-5555'], GHSA: ['GHSA-2222-3333-4444'], CWE: ['CWE-1321'] },
  references: [{ url: 'https://advisories.example/5' }],
  packageManager: 'npm',
  packageName: '@acme/lib',
  name: '@acme/lib',
  version: '1.0.0',
  from: ['shop@1.0.0', 'web@3.0.0', '@acme/lib@1.0.0'],
  upgradePath: [false, 'web@3.1.0', '@acme/lib@2.0.0'],
  isUpgradable: true,
  ...parts,
});
const project = (...vulnerabilities: unknown[]) => ({
  vulnerabilities,
  ok: vulnerabilities.length === 0,
  dependencyCount: 5,
  packageManager: 'npm',
  displayTargetFile: 'web/package-lock.json',
});

test('an issue becomes a dependency, led by its CVE', async () => {
  const { observations, summary } = await read(project(issue()));
  expect(summary).toMatchObject({ reader: 'snyk', observations: 1 });
  expect(observations[0]).toMatchObject({
    kind: 'dependency',
    rule: 'CVE-2024-5555',
    title: 'Prototype Pollution in @acme/lib',
    severity: 'critical',
    score: 6.5,
    cwes: [1321],
    vulnerabilities: ['CVE-2024-5555', 'GHSA-2222-3333-4444', 'SNYK-JS-ACME-1'],
    place: { path: 'web/package-lock.json' },
    component: {
      type: 'npm',
      namespace: '@acme',
      name: 'lib',
      purl: 'pkg:npm/%40acme/lib@1.0.0',
      fixedVersions: ['2.0.0'],
      direct: false,
    },
    remediation: 'Upgrade web@3.0.0 to web@3.1.0.',
  });
});

test('many projects in one file keep their own manifests', async () => {
  const other = { ...project(issue()), displayTargetFile: 'api\\pom.xml' };
  const { observations } = await read([project(), project(issue()), other]);
  expect(observations.map((o) => o.place.path)).toEqual(['web/package-lock.json', 'api/pom.xml']);
});

test('packages of the system belong to the image, those of its applications are dependencies', async () => {
  const system = issue({
    packageManager: 'debian:12',
    name: 'gcc-12/libgcc-s1',
    version: '12.2.0-14',
    from: [],
  });
  const image = {
    ...project(system),
    packageManager: 'deb',
    displayTargetFile: undefined,
    applications: [project(issue())],
  };
  const { observations } = await read(image);
  expect(observations.map((o) => [o.kind, o.component?.name, o.place.path])).toEqual([
    ['container', 'libgcc-s1', undefined],
    ['dependency', 'lib', 'web/package-lock.json'],
  ]);
});

test('a licence is no vulnerability', async () => {
  const { observations } = await read(
    project(issue({ type: 'license', id: 'snyk:lic:npm:acme:GPL-3.0', identifiers: {} })),
  );
  expect(observations[0]).toMatchObject({
    kind: 'license',
    rule: 'snyk:lic:npm:acme:GPL-3.0',
    vulnerabilities: [],
  });
});

test('package and version are taken from the chain where the issue does not name them', async () => {
  const { observations } = await read(project(issue({ name: undefined, version: undefined })));
  expect(observations[0]?.component).toMatchObject({ namespace: '@acme', name: 'lib', version: '1.0.0' });
});

test('a clean project is an honest empty report; an issue without id is left out', async () => {
  expect((await read(project())).summary).toMatchObject({ reader: 'snyk', observations: 0, failure: null });
  const { observations, diagnostics } = await read(project(issue(), null, { id: 4 }));
  expect(observations).toHaveLength(1);
  expect(diagnostics).toHaveLength(2);
});
