import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const NAMESPACE = 'https://jeremylong.github.io/DependencyCheck/dependency-check.2.5.xsd';
const read = (dependencies: string) =>
  readWhole(
    sourceOfBytes(
      'report.xml',
      Buffer.from(`<?xml version="1.0"?><analysis xmlns="${NAMESPACE}"><scanInfo><engineVersion>12.1</engineVersion></scanInfo>
        <dependencies>${dependencies}</dependencies></analysis>`),
    ),
    { hashSecret: (value) => value },
  );
const dependency = (inside: string, path = '/src/app/lib/acme-json-1.0.jar') =>
  `<dependency><fileName>acme-json-1.0.jar</fileName><filePath>${path}</filePath>${inside}</dependency>`;
const PURL =
  '<identifiers><package confidence="HIGH"><id>pkg:maven/com.acme/acme-json@1.0</id></package></identifiers>';
const V3 = `<cvssV3><baseScore>9.8</baseScore><attackVector>NETWORK</attackVector><attackComplexity>LOW</attackComplexity>
  <privilegesRequired>NONE</privilegesRequired><userInteraction>NONE</userInteraction><scope>UNCHANGED</scope>
  <confidentialityImpact>HIGH</confidentialityImpact><integrityImpact>HIGH</integrityImpact>
  <availabilityImpact>HIGH</availabilityImpact><baseSeverity>CRITICAL</baseSeverity><version>3.1</version></cvssV3>`;
const V2 = `<cvssV2><score>5.0</score><accessVector>NETWORK</accessVector><accessComplexity>MEDIUM</accessComplexity>
  <authenticationr>SINGLE</authenticationr><confidentialImpact>PARTIAL</confidentialImpact>
  <integrityImpact>NONE</integrityImpact><availabilityImpact>NONE</availabilityImpact><severity>MEDIUM</severity></cvssV2>`;
const CVE = `<vulnerability source="NVD"><name>CVE-2030-1234</name>${V2}${V3}<cwes><cwe>CWE-502</cwe><cwe>CWE-20</cwe></cwes>
  <description>Reads what it should not.</description>
  <references><reference><url>https://example.com/advisory</url></reference></references>
  <vulnerableSoftware><software versionEndExcluding="0.9">cpe:x</software>
  <software vulnerabilityIdMatched="true" versionEndExcluding="1.2">cpe:y</software></vulnerableSoftware></vulnerability>`;

const inVulnerabilities = (...items: string[]) => `<vulnerabilities>${items.join('')}</vulnerabilities>`;

test('a vulnerability of a file becomes an observation with package, ratings and the fixed version', async () => {
  const { observations, rules, summary } = await read(dependency(PURL + inVulnerabilities(CVE)));
  expect(summary).toMatchObject({
    reader: 'dependency-check',
    tool: { name: 'Dependency-Check', version: '12.1' },
  });
  expect(observations).toMatchObject([
    {
      kind: 'dependency',
      rule: 'CVE-2030-1234',
      title: 'CVE-2030-1234 in acme-json',
      severity: 'critical',
      score: 9.8,
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'AV:N/AC:M/Au:S/C:P/I:N/A:N'],
      cwes: [502, 20],
      vulnerabilities: ['CVE-2030-1234'],
      place: { path: 'src/app/lib/acme-json-1.0.jar' },
      component: {
        type: 'maven',
        namespace: 'com.acme',
        name: 'acme-json',
        version: '1.0',
        fixedVersions: ['1.2'],
      },
      references: ['https://example.com/advisory'],
    },
  ]);
  expect(rules).toMatchObject([{ id: 'CVE-2030-1234', description: 'Reads what it should not.' }]);
});

test('the word of the tool goes before the word of CVSS', async () => {
  const own = CVE.replace('</name>', '</name><severity>Moderate</severity>');
  const { observations } = await read(dependency(PURL + inVulnerabilities(own)));
  expect(observations[0]).toMatchObject({ severity: 'medium', severityTold: 'Moderate', score: 9.8 });
});

test('what is suppressed is told as such, with the note', async () => {
  const quiet = CVE.replaceAll('vulnerability ', 'suppressedVulnerability ')
    .replace('</vulnerability>', '</suppressedVulnerability>')
    .replace('<description>', '<notes>Never called.</notes><description>');
  const { observations } = await read(dependency(PURL + inVulnerabilities(quiet)));
  expect(observations[0]?.told).toEqual({ state: 'suppressed', reason: 'Never called.' });
});

test('related files stand in the message and are no observations of their own', async () => {
  const related = `<relatedDependencies><relatedDependency><filePath>/src/b/acme-json-1.0.jar</filePath></relatedDependency></relatedDependencies>`;
  const { observations } = await read(dependency(related + PURL + inVulnerabilities(CVE)));
  expect(observations.length).toBe(1);
  expect(observations[0]?.message).toContain('- /src/b/acme-json-1.0.jar');
});

test('without package URL the coordinates count, then the most trusted evidence, then the file name', async () => {
  const componentOf = async (inside: string) =>
    (await read(dependency(inside + inVulnerabilities(CVE)))).observations[0]?.component;
  const maven =
    '<identifiers><identifier type="maven"><name>com.acme:acme-json:1.0</name></identifier></identifiers>';
  expect(await componentOf(maven)).toMatchObject({
    type: 'maven',
    namespace: 'com.acme',
    name: 'acme-json',
    version: '1.0',
  });
  const evidence = `<evidenceCollected><evidence type="product" confidence="LOW"><value>other</value></evidence>
    <evidence type="product" confidence="HIGH"><value>json</value></evidence>
    <evidence type="version" confidence="MEDIUM"><value>1.0</value></evidence></evidenceCollected>`;
  expect(await componentOf(evidence)).toMatchObject({ name: 'json', version: '1.0' });
  expect(await componentOf('')).toMatchObject({ name: 'acme-json-1.0.jar' });
});

test('a lock file is the place of its packages; a package cache is no place', async () => {
  const pathOf = async (path: string) =>
    (await read(dependency(PURL + inVulnerabilities(CVE), path))).observations[0]?.place.path;
  expect(await pathOf('/builds/acme/shop/package-lock.json?/left-pad:1.0')).toBe('package-lock.json');
  expect(await pathOf('/home/me/.m2/repository/com/acme/acme-json/1.0/acme-json-1.0.jar')).toBeUndefined();
});

test('an audit result without a known number keeps its name as the rule', async () => {
  const audit = '<vulnerability source="NPM"><name>1500</name><severity>low</severity></vulnerability>';
  const { observations } = await read(dependency(PURL + inVulnerabilities(audit)));
  expect(observations[0]).toMatchObject({ rule: '1500', vulnerabilities: [], severity: 'low' });
});

test('files without vulnerabilities give none', async () => {
  expect((await read(dependency(PURL))).summary).toMatchObject({ observations: 0, failure: null });
});

test('a crossed tag is told with its place', async () => {
  const { summary } = await read('<dependency></dependencies>');
  expect(summary.failure).toMatchObject({
    code: 'LK-READ-MALFORMED',
    where: expect.stringMatching(/^\d+:\d+$/),
  });
});
