/** A small report of every format with all its parts, made for `robust.test.ts` to spoil. */

const json = (value: unknown): string => JSON.stringify(value, null, 1);
const CVSS31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

const sarif = json({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: {
          name: 'Lint',
          version: '1.0',
          rules: [
            {
              id: 'R1',
              shortDescription: { text: 'Bad call' },
              help: { markdown: 'Do not.' },
              properties: { tags: ['external/cwe/cwe-079'], 'security-severity': '8.1' },
            },
          ],
        },
      },
      originalUriBaseIds: { ROOT: { uri: 'file:///home/me/app/' } },
      artifacts: [{ location: { uri: 'src/a.ts', uriBaseId: 'ROOT' } }],
      results: [
        {
          ruleId: 'R1',
          ruleIndex: 0,
          level: 'error',
          message: { text: 'Bad {0}', arguments: ['call'] },
          partialFingerprints: { primary: 'abc' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { index: 0 },
                region: { startLine: 3, startColumn: 1, endLine: 4, snippet: { text: 'call()' } },
              },
            },
          ],
          suppressions: [{ kind: 'inSource', justification: 'checked' }],
        },
      ],
    },
  ],
});

const trivy = json({
  SchemaVersion: 2,
  ArtifactName: 'acme/app:1',
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'debian', Name: '12' } },
  Results: [
    {
      Target: 'package-lock.json',
      Class: 'lang-pkgs',
      Type: 'npm',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2030-1',
          PkgName: 'left',
          PkgIdentifier: { PURL: 'pkg:npm/left@1.0' },
          InstalledVersion: '1.0',
          FixedVersion: '1.1, 2.0',
          Severity: 'HIGH',
          CweIDs: ['CWE-79'],
          Title: 'Breaks',
          Description: 'It breaks.',
          References: ['https://example.com'],
          CVSS: { nvd: { V3Vector: CVSS31, V3Score: 9.8 } },
          PublishedDate: '2030-01-01T00:00:00Z',
          Layer: { DiffID: 'sha256:1' },
        },
      ],
    },
    {
      Target: 'main.tf',
      Class: 'config',
      Type: 'terraform',
      Misconfigurations: [
        {
          ID: 'AVD-1',
          Title: 'Open',
          Severity: 'LOW',
          Status: 'FAIL',
          CauseMetadata: { StartLine: 1, EndLine: 2 },
        },
      ],
    },
    {
      Target: 'a.env',
      Class: 'secret',
      Secrets: [
        { RuleID: 'key', Severity: 'CRITICAL', Title: 'Key', StartLine: 1, EndLine: 1, Match: 'KEY=****' },
      ],
    },
  ],
});

const grype = json({
  matches: [
    {
      vulnerability: {
        id: 'GHSA-2222-3333-4444',
        dataSource: 'https://example.com',
        severity: 'High',
        urls: ['https://example.com'],
        description: 'It breaks.',
        cvss: [{ version: '3.1', vector: CVSS31, metrics: { baseScore: 9.8 } }],
        fix: { versions: ['1.1'], state: 'fixed' },
        epss: [{ epss: 0.5 }],
      },
      relatedVulnerabilities: [{ id: 'CVE-2030-1' }],
      matchDetails: [{ type: 'exact-direct-match' }],
      artifact: {
        name: 'left',
        version: '1.0',
        type: 'npm',
        locations: [{ path: '/app/package-lock.json', layerID: 'sha256:1' }],
        purl: 'pkg:npm/left@1.0',
      },
    },
  ],
  source: { type: 'image', target: { userInput: 'acme/app:1' } },
  descriptor: { name: 'grype', version: '0.80' },
});

const snyk = json({
  vulnerabilities: [
    {
      id: 'SNYK-JS-LEFT-1',
      title: 'Breaks',
      severity: 'high',
      packageName: 'left',
      version: '1.0',
      from: ['app@1', 'left@1.0'],
      identifiers: { CVE: ['CVE-2030-1'], CWE: ['CWE-79'] },
      fixedIn: ['1.1'],
      upgradePath: [false, 'left@1.1'],
      CVSSv3: CVSS31,
      cvssScore: 9.8,
      description: 'It breaks.',
      references: [{ title: 'a', url: 'https://example.com' }],
    },
  ],
  ok: false,
  dependencyCount: 1,
  packageManager: 'npm',
  projectName: 'app',
  displayTargetFile: 'package-lock.json',
});

const npmAudit = json({
  auditReportVersion: 2,
  vulnerabilities: {
    left: {
      name: 'left',
      severity: 'high',
      isDirect: true,
      via: [
        {
          source: 1,
          name: 'left',
          dependency: 'left',
          title: 'Breaks',
          url: 'https://github.com/advisories/GHSA-2222-3333-4444',
          severity: 'high',
          cwe: ['CWE-79'],
          cvss: { score: 9.8, vectorString: CVSS31 },
          range: '<1.1',
        },
      ],
      effects: ['right'],
      range: '<1.1',
      nodes: ['node_modules/left'],
      fixAvailable: { name: 'left', version: '1.1', isSemVerMajor: false },
    },
    right: {
      name: 'right',
      severity: 'high',
      via: ['left'],
      effects: [],
      range: '*',
      nodes: [],
      fixAvailable: true,
    },
  },
  metadata: { vulnerabilities: { high: 2, total: 2 } },
});

const semgrep = json({
  version: '1.90.0',
  results: [
    {
      check_id: 'ts.eval',
      path: 'src/a.ts',
      start: { line: 3, col: 1 },
      end: { line: 3, col: 9 },
      extra: {
        message: 'Do not.',
        severity: 'ERROR',
        lines: 'eval(x)',
        fingerprint: 'abc_0',
        fix: 'run(x)',
        metadata: { cwe: ['CWE-95: Injection'], confidence: 'HIGH', references: ['https://example.com'] },
      },
    },
  ],
  errors: [{ message: 'x', level: 'warn' }],
  paths: { scanned: ['src/a.ts'] },
});

const gitleaks = json([
  {
    Description: 'A key',
    StartLine: 3,
    EndLine: 3,
    StartColumn: 1,
    EndColumn: 20,
    Match: 'key = "abcdefghijklmnop"',
    Secret: 'abcdefghijklmnop',
    File: 'src/a.env',
    Commit: '0123456789012345678901234567890123456789',
    Author: 'A',
    Email: 'a@example.com',
    Date: '2030-01-01T00:00:00Z',
    Message: 'add',
    Tags: ['key'],
    RuleID: 'generic-api-key',
    Fingerprint: '0123:src/a.env:generic-api-key:3',
  },
]);

const cyclonedxJson = json({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: {
    tools: { components: [{ name: 'grype', version: '1' }] },
    component: { 'bom-ref': 'r', name: 'app' },
  },
  components: [
    { 'bom-ref': 'a', name: 'left', version: '1.0', purl: 'pkg:npm/left@1.0', components: [{ name: 'in' }] },
  ],
  dependencies: [{ ref: 'r', dependsOn: ['a'] }],
  vulnerabilities: [
    {
      id: 'CVE-2030-1',
      source: { name: 'NVD', url: 'https://example.com' },
      ratings: [{ severity: 'high', score: 9.8, method: 'CVSSv31', vector: CVSS31 }],
      cwes: [79],
      advisories: [{ url: 'https://example.com' }],
      analysis: { state: 'not_affected', justification: 'code_not_reachable', response: ['update'] },
      affects: [{ ref: 'a', versions: [{ version: '1.1', status: 'unaffected' }] }],
    },
  ],
});

const cyclonedxXml = `<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component bom-ref="a"><name>left</name><version>1.0</version>
<purl>pkg:npm/left@1.0</purl></component></components><vulnerabilities><vulnerability><id>CVE-2030-1</id><ratings><rating>
<score>9.8</score><severity>high</severity><method>CVSSv31</method></rating></ratings><cwes><cwe>79</cwe></cwes>
<affects><target><ref>a</ref></target></affects></vulnerability></vulnerabilities></bom>`;

const dependencyCheck = `<?xml version="1.0"?>
<analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.2.5.xsd"><scanInfo><engineVersion>1</engineVersion>
</scanInfo><dependencies><dependency><fileName>a.jar</fileName><filePath>/app/lib/a.jar</filePath><identifiers>
<package confidence="HIGH"><id>pkg:maven/com.acme/a@1.0</id></package></identifiers><vulnerabilities>
<vulnerability source="NVD"><name>CVE-2030-1</name><severity>HIGH</severity><cvssV2><score>5</score></cvssV2>
<cwes><cwe>CWE-79</cwe></cwes><description>It breaks.</description><references><reference><url>https://example.com</url></reference>
</references></vulnerability></vulnerabilities></dependency></dependencies></analysis>`;

const zap = `<?xml version="1.0"?>
<OWASPZAPReport version="2.16"><site name="https://shop.example.com" host="shop.example.com" port="443" ssl="true"><alerts>
<alertitem><pluginid>1</pluginid><name>Header</name><riskcode>2</riskcode><confidence>2</confidence>
<riskdesc>Medium (Medium)</riskdesc><desc>&lt;p&gt;It is &lt;b&gt;missing&lt;/b&gt;.&lt;/p&gt;</desc><instances><instance>
<uri>https://shop.example.com/a</uri><method>GET</method><param>p</param><evidence>e</evidence></instance></instances>
<count>1</count><reference>&lt;p&gt;https://example.com&lt;/p&gt;</reference><cweid>79</cweid></alertitem>
</alerts></site></OWASPZAPReport>`;

const clair = json({
  manifest_hash: 'sha256:1',
  packages: { 1: { id: '1', name: 'libleft', version: '1.0-1', source: { name: 'left' } } },
  distributions: { 1: { id: '1', did: 'debian', name: 'Debian' } },
  environments: {
    1: [{ package_db: 'var/lib/dpkg/status', introduced_in: 'sha256:1', distribution_id: '1' }],
  },
  vulnerabilities: {
    7: {
      name: 'CVE-2030-1',
      description: 'It breaks.',
      links: 'https://example.com/a https://example.com/b',
      severity: 'High',
      normalized_severity: 'High',
      fixed_in_version: '1.0-2',
    },
  },
  package_vulnerabilities: { 1: ['7'] },
});

export interface Sample {
  /** Id of the reader that must recognise it. */
  reader: string;
  name: string;
  bytes: Buffer;
}

export const SAMPLES: Sample[] = Object.entries({
  sarif,
  trivy,
  grype,
  snyk,
  'npm-audit': npmAudit,
  semgrep,
  gitleaks,
  cyclonedx: cyclonedxJson,
  'cyclonedx xml': cyclonedxXml,
  'dependency-check': dependencyCheck,
  zap,
  clair,
}).map(([name, text]) => ({ reader: name.split(' ', 1)[0]!, name, bytes: Buffer.from(text) }));
