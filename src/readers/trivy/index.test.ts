import { describe, expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: unknown) =>
  readWhole(sourceOfBytes('trivy', Buffer.from(JSON.stringify(report))), { hashSecret: (v) => v });

const vulnerability = (parts: object = {}) => ({
  VulnerabilityID: 'CVE-2024-6666',
  VendorIDs: ['GHSA-2222-3333-4444', 'DSA-1'],
  PkgName: 'acme-ssl',
  InstalledVersion: '1.0',
  FixedVersion: '1.1, 2.0',
  SeveritySource: 'ghsa',
  Severity: 'MEDIUM',
  Title: 'acme-ssl: overflow',
  Description: 'Long story.',
  CweIDs: ['CWE-787'],
  CVSS: {
    nvd: { V3Vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', V3Score: 9.8 },
    ghsa: { V3Vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L', V3Score: 5.9 },
  },
  Layer: { Digest: 'sha256:aa' },
  ...parts,
});
const systemResult = (...list: object[]) => ({
  Target: 'acme:1 (debian 12)',
  Class: 'os-pkgs',
  Type: 'debian',
  Vulnerabilities: list,
});
const report = (...Results: object[]) => ({
  SchemaVersion: 2,
  ArtifactName: 'acme:1',
  ArtifactType: 'container_image',
  Results,
});
const first = async (told: unknown) => (await read(told)).observations[0];

describe('vulnerabilities', () => {
  test('of the system belong to the image, rated by the source that Trivy chose', async () => {
    const { observations, summary } = await read(report(systemResult(vulnerability())));
    expect(summary).toMatchObject({ reader: 'trivy', observations: 1 });
    expect(observations[0]).toMatchObject({
      kind: 'container',
      rule: 'CVE-2024-6666',
      title: 'acme-ssl: overflow',
      severity: 'medium',
      score: 5.9,
      cwes: [787],
      vulnerabilities: ['CVE-2024-6666', 'GHSA-2222-3333-4444'],
      component: {
        type: 'deb',
        name: 'acme-ssl',
        version: '1.0',
        fixedVersions: ['1.1', '2.0'],
        layer: 'sha256:aa',
      },
    });
    expect(observations[0]?.place.path).toBeUndefined();
  });

  test('of an image come with the labels of the image, of which one may name its repository', async () => {
    const source = 'https://git.example/acme/shop';
    const config = { Labels: { 'org.opencontainers.image.source': source, lines: 3 } };
    const { summary } = await read({ ...report(), Metadata: { ImageConfig: { config } } });
    expect(summary.labels).toEqual({ 'org.opencontainers.image.source': source });
    expect((await read(report())).summary.labels).toEqual({});
  });

  test('name their layer as the list of all layers does', async () => {
    const layer = { Digest: 'sha256:packed', DiffID: 'sha256:aa' };
    const { observations, summary } = await read({
      ...report(systemResult(vulnerability({ Layer: layer }))),
      Metadata: { DiffIDs: ['sha256:aa', 'sha256:bb'] },
    });
    expect(summary.layers).toEqual(['sha256:aa', 'sha256:bb']);
    expect(observations[0]?.component?.layer).toBe('sha256:aa');
  });

  test('of a language are dependencies of their lock file, or of the file found in the image', async () => {
    const list = [vulnerability(), vulnerability({ PkgPath: 'app/lib/acme.jar' })];
    const { observations } = await read(
      report({ Target: 'web/package-lock.json', Class: 'lang-pkgs', Type: 'npm', Vulnerabilities: list }),
    );
    expect(observations.map((o) => [o.kind, o.place.path])).toEqual([
      ['dependency', 'web/package-lock.json'],
      ['dependency', 'app/lib/acme.jar'],
    ]);
    expect(
      await first(
        report({ Target: 'Java', Class: 'lang-pkgs', Type: 'jar', Vulnerabilities: [vulnerability()] }),
      ),
    ).toMatchObject({ place: {} });
  });

  test('of the first form of the report are read too', async () => {
    expect(
      await first([{ Target: 'acme:1', Type: 'alpine', Vulnerabilities: [vulnerability()] }]),
    ).toMatchObject({
      kind: 'container',
      component: { type: 'apk' },
    });
  });

  test('of a cluster name the object', async () => {
    const object = {
      Namespace: 'shop',
      Kind: 'Deployment',
      Name: 'cart',
      Results: [systemResult(vulnerability())],
    };
    for (const list of ['Resources', 'Vulnerabilities', 'Findings']) {
      const told = await first({ ClusterName: 'c', [list]: [object] });
      expect(told?.resource, list).toEqual({ id: 'shop/Deployment/cart', type: 'Deployment' });
    }
  });

  test('that were set aside are told as such', async () => {
    const set = [
      { Type: 'vulnerability', Status: 'ignored', Statement: 'not used', Finding: vulnerability() },
      { Type: 'vulnerability', Status: 'not_affected', Finding: vulnerability() },
    ];
    const { observations } = await read(report({ ...systemResult(), ExperimentalModifiedFindings: set }));
    expect(observations.map((o) => o.told)).toEqual([
      { state: 'suppressed', reason: 'not used' },
      { state: 'false-positive', reason: 'not_affected' },
    ]);
  });
});

test('a failed check is told with the lines that are its cause; passed ones are not', async () => {
  const check = (Status: string) => ({
    ID: 'DS002',
    Title: 'Image user is root',
    Message: 'Add a USER line.',
    Resolution: 'Add USER.',
    Severity: 'HIGH',
    Status,
    CauseMetadata: {
      StartLine: 2,
      EndLine: 3,
      Code: {
        Lines: [
          { Content: 'FROM x', IsCause: false },
          { Content: 'RUN y', IsCause: true },
        ],
      },
    },
  });
  const result = {
    Target: 'Dockerfile',
    Class: 'config',
    Type: 'dockerfile',
    Misconfigurations: ['FAIL', 'PASS', 'EXCEPTION'].map(check),
  };
  const { observations } = await read(report(result));
  expect(observations).toHaveLength(2);
  expect(observations[0]).toMatchObject({
    kind: 'config',
    rule: 'DS002',
    severity: 'high',
    place: { path: 'Dockerfile', startLine: 2, endLine: 3, snippet: 'RUN y' },
    remediation: 'Add USER.',
  });
  expect(observations[1]?.told?.state).toBe('suppressed');
});

test('of a secret only the place and the masked line are kept', async () => {
  const secret = {
    RuleID: 'github-pat',
    Title: 'GitHub token',
    Severity: 'CRITICAL',
    StartLine: 5,
    EndLine: 5,
    Match: "TOKEN='ghp_0123456789abcdef'",
  };
  const told = await read(report({ Target: 'app/.env', Class: 'secret', Secrets: [secret] }));
  expect(told.observations[0]).toMatchObject({
    kind: 'secret',
    severity: 'critical',
    place: { path: 'app/.env', startLine: 5 },
  });
  expect(JSON.stringify(told)).not.toContain('ghp_0123');
});

test('a licence names the package that has it', async () => {
  const licence = {
    Severity: 'HIGH',
    Category: 'restricted',
    PkgName: 'acme-tool',
    FilePath: '',
    Name: 'GPL-2.0',
    Link: '',
  };
  expect(await first(report({ Target: 'OS Packages', Class: 'license', Licenses: [licence] }))).toMatchObject(
    {
      kind: 'license',
      rule: 'GPL-2.0',
      severity: 'high',
      component: { name: 'acme-tool' },
    },
  );
});

test('a clean target is an honest empty report; entries without an id are left out', async () => {
  expect((await read(report({ Target: 'x', Class: 'os-pkgs' }))).summary).toMatchObject({
    reader: 'trivy',
    observations: 0,
    failure: null,
  });
  const odd = await read(
    report({ Target: 3, Vulnerabilities: [null, {}], Misconfigurations: [[]], Secrets: [7], Licenses: [{}] }),
  );
  expect(odd.summary).toMatchObject({ observations: 0, failure: null });
  expect(odd.diagnostics).toHaveLength(5);
});
