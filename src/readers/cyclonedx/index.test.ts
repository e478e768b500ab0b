import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (text: string) =>
  readWhole(sourceOfBytes('bom', Buffer.from(text)), { hashSecret: (value) => value });
const json = (bom: object) => read(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...bom }));
const xml = (inside: string, version = '1.6') =>
  read(`<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/${version}"
    xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0">${inside}</bom>`);

const REF = 'ref-1';
const COMPONENTS = [
  {
    'bom-ref': REF,
    type: 'library',
    group: '@acme',
    name: 'left',
    version: '1.0',
    purl: 'pkg:npm/%40acme/left@1.0',
  },
  {
    'bom-ref': 'ref-2',
    type: 'application',
    name: 'app',
    components: [{ 'bom-ref': 'inner', name: 'right', version: '2' }],
  },
];
const VULNERABILITY = {
  id: 'CVE-2030-1',
  source: { name: 'NVD', url: 'https://nvd.example.com/CVE-2030-1' },
  references: [{ id: 'GHSA-2222-3333-4444', source: { name: 'GitHub' } }],
  ratings: [
    {
      score: 8.1,
      severity: 'high',
      method: 'CVSSv31',
      vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
    },
  ],
  cwes: [79],
  description: 'It breaks.',
  recommendation: 'Upgrade to 1.1.',
  advisories: [{ title: 'a', url: 'https://example.com/a' }],
};
const affecting = (...refs: string[]) => ({ ...VULNERABILITY, affects: refs.map((ref) => ({ ref })) });

test('JSON: one observation per affected component, also for components inside components', async () => {
  const { observations, rules, summary } = await json({
    metadata: {
      tools: [{ name: 'grype', version: '0.80' }],
      component: { type: 'application', name: 'shop', 'bom-ref': 'root' },
    },
    components: COMPONENTS,
    dependencies: [{ ref: 'root', dependsOn: [REF] }],
    vulnerabilities: [affecting(REF, 'inner')],
  });
  expect(summary).toMatchObject({
    reader: 'cyclonedx',
    tool: { name: 'grype', version: '0.80' },
    observations: 2,
  });
  expect(observations).toMatchObject([
    {
      kind: 'dependency',
      rule: 'CVE-2030-1',
      title: 'CVE-2030-1 in left',
      severity: 'high',
      score: 8.1,
      vulnerabilities: ['CVE-2030-1', 'GHSA-2222-3333-4444'],
      cwes: [79],
      component: { type: 'npm', namespace: '@acme', name: 'left', version: '1.0', direct: true },
      references: ['https://nvd.example.com/CVE-2030-1', 'https://example.com/a'],
      remediation: 'Upgrade to 1.1.',
    },
    { component: { name: 'right', version: '2', direct: false } },
  ]);
  expect(rules).toMatchObject([{ id: 'CVE-2030-1', description: 'It breaks.', help: 'Upgrade to 1.1.' }]);
});

test('XML tells the same as JSON', async () => {
  const fromJson = await json({ components: COMPONENTS, vulnerabilities: [affecting(REF)] });
  const fromXml =
    await xml(`<components><component bom-ref="${REF}" type="library"><group>@acme</group><name>left</name>
      <version>1.0</version><purl>pkg:npm/%40acme/left@1.0</purl></component></components>
    <vulnerabilities><vulnerability><id>CVE-2030-1</id>
      <source><name>NVD</name><url>https://nvd.example.com/CVE-2030-1</url></source>
      <references><reference><id>GHSA-2222-3333-4444</id></reference></references>
      <ratings><rating><score>8.1</score><severity>high</severity><method>CVSSv31</method>
        <vector>CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H</vector></rating></ratings>
      <cwes><cwe>79</cwe></cwes><description>It breaks.</description><recommendation>Upgrade to 1.1.</recommendation>
      <advisories><advisory><title>a</title><url>https://example.com/a</url></advisory></advisories>
      <affects><target><ref>${REF}</ref></target></affects></vulnerability></vulnerabilities>`);
  expect(fromXml.observations).toEqual(fromJson.observations);
  expect(fromXml.rules).toEqual(fromJson.rules);
  expect(fromXml.observations.length).toBe(1);
});

test('XML before 1.4: the extension inside a component and at the end', async () => {
  const vulnerability = (ref: string, id: string) => `<v:vulnerability ref="${ref}"><v:id>${id}</v:id>
    <v:source name="NVD"><v:url>https://nvd.example.com</v:url></v:source>
    <v:ratings><v:rating><v:score><v:base>9.8</v:base></v:score><v:severity>Critical</v:severity><v:method>CVSSv3</v:method>
      <v:vector>AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</v:vector></v:rating></v:ratings>
    <v:recommendations><v:recommendation>Upgrade</v:recommendation></v:recommendations>
    <v:advisories><v:advisory>https://example.com/a</v:advisory></v:advisories></v:vulnerability>`;
  const { observations } = await xml(
    `<metadata><component type="container"><name>img</name></component></metadata>
     <components><component><name>tar</name><version>1.30</version>
       <v:vulnerabilities>${vulnerability('urn:uuid:1', 'CVE-2030-1')}</v:vulnerabilities></component>
       <component bom-ref="b"><name>zlib</name><version>1.2</version></component></components>
     <v:vulnerabilities>${vulnerability('b', 'CVE-2030-2')}</v:vulnerabilities>`,
    '1.2',
  );
  expect(observations).toMatchObject([
    {
      kind: 'container',
      rule: 'CVE-2030-1',
      severity: 'critical',
      component: { name: 'tar', version: '1.30' },
    },
    {
      rule: 'CVE-2030-2',
      component: { name: 'zlib' },
      remediation: 'Upgrade',
      references: ['https://nvd.example.com', 'https://example.com/a'],
    },
  ]);
  expect(observations[0]?.vectors).toEqual(['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H']);
});

test.each([
  ['not_affected', 'suppressed'],
  ['false_positive', 'false-positive'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', undefined],
  ['in_triage', undefined],
])('VEX state %s is told as %s', async (state, told) => {
  const analysis = { state, justification: 'code_not_reachable', detail: 'Never called.' };
  const { observations } = await json({
    components: COMPONENTS,
    vulnerabilities: [{ ...affecting(REF), analysis }],
  });
  expect(observations[0]?.told?.state).toBe(told);
  expect(observations[0]?.message).toBe(`${state.replaceAll('_', ' ')} (code not reachable): Never called.`);
});

test.each<[string, object[], string, number | undefined]>([
  [
    'newer CVSS before older and before other methods',
    [
      { severity: 'low', method: 'OWASP' },
      { severity: 'medium', method: 'CVSSv2', score: 5 },
      { severity: 'critical', method: 'CVSSv31', score: 9.8 },
    ],
    'critical',
    9.8,
  ],
  ['a word before a score', [{ severity: 'low' }, { score: 9.8, method: 'CVSSv31' }], 'low', 9.8],
  [
    "the vulnerability's own source before others",
    [
      { source: { name: 'redhat' }, severity: 'low', method: 'CVSSv31', score: 3 },
      { source: { name: 'nvd' }, severity: 'high', method: 'CVSSv31', score: 8 },
    ],
    'high',
    8,
  ],
  ['the score where no word is told', [{ score: 5, method: 'other' }], 'medium', undefined],
  [
    'the score where the word is "unknown"',
    [{ severity: 'unknown', score: 7.5, method: 'CVSSv3' }],
    'high',
    7.5,
  ],
  ['nothing told is info', [], 'info', undefined],
])('of several ratings: %s', async (_, ratings, severity, score) => {
  const { observations } = await json({
    components: COMPONENTS,
    vulnerabilities: [{ ...affecting(REF), ratings }],
  });
  expect(observations[0]).toMatchObject({ severity });
  expect(observations[0]?.score).toBe(score);
});

test('versions told as unaffected are the fixed ones', async () => {
  const affects = [
    {
      ref: REF,
      versions: [
        { version: '1.0', status: 'affected' },
        { version: '1.1', status: 'unaffected' },
        { range: 'vers:npm/<1', status: 'unaffected' },
      ],
    },
  ];
  const { observations } = await json({
    components: COMPONENTS,
    vulnerabilities: [{ ...VULNERABILITY, affects }],
  });
  expect(observations[0]?.component?.fixedVersions).toEqual(['1.1']);
});

test('a link to another document is followed to its end; what leads nowhere is told', async () => {
  const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#';
  const { observations, diagnostics } = await json({
    components: COMPONENTS,
    vulnerabilities: [affecting(`${link}${REF}`, `${link}pkg%3Apypi%2Facme%403.0`, 'nowhere'), VULNERABILITY],
  });
  expect(observations.map((o) => o.component?.name)).toEqual(['left', 'acme', undefined, undefined]);
  expect(diagnostics.map((d) => d.code)).toEqual(['LK-READ-UNKNOWN-COMPONENT', 'LK-READ-NO-COMPONENT']);
});

test('places that tools write among the properties are used', async () => {
  const properties = [
    { name: 'aquasecurity:trivy:FilePath', value: '/app/package-lock.json' },
    { name: 'aquasecurity:trivy:LayerDigest', value: 'sha256:1' },
  ];
  const { observations } = await json({
    components: [{ ...COMPONENTS[0], properties }],
    vulnerabilities: [affecting(REF)],
  });
  expect(observations[0]).toMatchObject({
    place: { path: 'app/package-lock.json' },
    component: { layer: 'sha256:1' },
  });
});

test('an inventory without vulnerabilities gives none, in both forms', async () => {
  expect((await json({ components: COMPONENTS })).summary).toMatchObject({
    reader: 'cyclonedx',
    observations: 0,
    failure: null,
  });
  expect((await xml('<components/>', '1.1')).summary).toMatchObject({
    reader: 'cyclonedx',
    observations: 0,
    failure: null,
  });
});

test('values of the wrong type are passed over', async () => {
  const odd = {
    id: 7,
    ratings: 'x',
    cwes: {},
    affects: [null, { ref: 5 }],
    analysis: [],
    references: [1],
    advisories: [null],
  };
  const { summary, observations } = await json({
    metadata: 3,
    components: [null, 'x', { name: 1 }],
    dependencies: {},
    vulnerabilities: [odd, null],
  });
  expect(summary.failure).toBeNull();
  expect(observations.length).toBe(3);
});

test('JSON that ends too early fails by that name', async () => {
  const { summary } = await read('{"bomFormat":"CycloneDX","vulnerabilities":[{"id":"CVE-2030-1"');
  expect(summary.failure?.code).toBe('LK-READ-TRUNCATED');
});
