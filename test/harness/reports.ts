/** Small reports in the tools' true formats, made for one test each. */

export interface CodeResult {
  rule?: string;
  path?: string;
  line?: number;
  /** The flagged line; equal text in another line is the same code. */
  text?: string;
  message?: string;
  level?: 'error' | 'warning' | 'note';
  /** Reason of a suppression in the source. */
  suppressed?: string;
}

/** SARIF of a static analyser. */
export const sarif = (results: CodeResult[], tool = 'AcmeLint', run = 'run-1') => ({
  version: '2.1.0',
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  runs: [
    {
      tool: { driver: { name: tool, version: '1.0.0', rules: [] } },
      automationDetails: { id: run },
      results: results.map(sarifResult),
    },
  ],
});

const sarifResult = (result: CodeResult) => ({
  ruleId: result.rule ?? 'sql-injection',
  level: result.level ?? 'error',
  message: { text: result.message ?? 'A value from outside reaches a query.' },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: result.path ?? 'src/orders.ts' },
        region: { startLine: result.line ?? 10, snippet: { text: result.text ?? 'db.query(sql + input)' } },
      },
    },
  ],
  ...(result.suppressed && { suppressions: [{ kind: 'inSource', justification: result.suppressed }] }),
});

export interface Advisory {
  name: string;
  ghsa: string;
  range?: string;
  severity?: 'low' | 'moderate' | 'high' | 'critical';
}

/** `npm audit --json` of npm 7 and newer. */
export const npmAudit = (advisories: Advisory[]) => ({
  auditReportVersion: 2,
  vulnerabilities: Object.fromEntries(
    [...Map.groupBy(advisories, ({ name }) => name)].map(([name, list]) => [name, npmPackage(name, list)]),
  ),
  metadata: {},
});

const npmPackage = (name: string, list: Advisory[]) => ({
  name,
  severity: 'high',
  isDirect: true,
  fixAvailable: true,
  via: list.map(({ ghsa, range, severity }, index) => ({
    source: 1000 + index,
    name,
    title: `Weakness ${ghsa} of ${name}`,
    url: `https://github.com/advisories/${ghsa}`,
    severity: severity ?? 'high',
    cwe: ['CWE-400'],
    range: range ?? '<2.0.0',
  })),
});

export interface PackageWeakness {
  cve: string;
  ghsa?: string;
  name: string;
  version: string;
  fixed: string[];
}

/** `trivy fs --format json`. */
export const trivy = (list: PackageWeakness[]) => ({
  SchemaVersion: 2,
  ArtifactName: '.',
  ArtifactType: 'filesystem',
  Results: [
    {
      Target: 'package-lock.json',
      Class: 'lang-pkgs',
      Type: 'npm',
      Vulnerabilities: list.map(({ cve, ghsa, name, version, fixed }) => ({
        VulnerabilityID: cve,
        ...(ghsa && { VendorIDs: [ghsa] }),
        PkgName: name,
        InstalledVersion: version,
        FixedVersion: fixed.join(', '),
        Severity: 'HIGH',
        Title: `${name}: weakness`,
      })),
    },
  ],
});

/** `grype dir:. -o json`. */
export const grype = (list: PackageWeakness[]) => ({
  matches: list.map(({ cve, ghsa, name, version, fixed }) => ({
    vulnerability: {
      id: ghsa ?? cve,
      dataSource: 'https://advisories.example/1',
      severity: 'High',
      fix: { versions: fixed, state: fixed.length > 0 ? 'fixed' : 'not-fixed' },
    },
    relatedVulnerabilities: [{ id: cve }],
    matchDetails: [],
    artifact: {
      name,
      version,
      type: 'npm',
      locations: [{ path: '/package-lock.json' }],
      purl: `pkg:npm/${name}@${version}`,
    },
  })),
  source: { type: 'directory' },
  descriptor: { name: 'grype', version: '0.90.0' },
});

/** `gitleaks detect -f json`. */
export const gitleaks = (list: { secret: string; file?: string; line?: number }[]) =>
  list.map(({ secret, file, line }) => ({
    RuleID: 'acme-token',
    Description: 'Acme token',
    StartLine: line ?? 4,
    EndLine: line ?? 4,
    StartColumn: 2,
    EndColumn: 30,
    Match: `token = "${secret}"`,
    Secret: secret,
    File: file ?? 'infra/.env',
    Commit: 'abc123',
    Tags: [],
    Fingerprint: `abc123:${file ?? 'infra/.env'}:acme-token:${line ?? 4}`,
  }));

/** `semgrep scan --json` with secrets: the tool says whether it tried them, and hides their values. */
export const semgrepSecrets = (list: { file: string; line: number; validation?: string }[]) => ({
  version: '1.100.0',
  errors: [],
  paths: { scanned: list.map(({ file }) => file) },
  results: list.map(({ file, line, validation }) => ({
    check_id: 'acme.token',
    path: file,
    start: { line, col: 1, offset: 0 },
    end: { line, col: 30, offset: 29 },
    extra: {
      message: 'A token of Acme.',
      severity: 'ERROR',
      lines: 'const token = load();',
      metadata: { secret_type: 'Acme', category: 'security' },
      ...(validation && { validation_state: validation }),
    },
  })),
});
