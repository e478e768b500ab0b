/**
 * What five tools tell of one image, written by hand in their true formats. Debian with applications in npm, Maven and
 * Go; some weaknesses are told by all, some by two, and some only look alike (see the truth in the test).
 */

interface Row {
  name: string;
  version: string;
  id: string;
  /** Other names the tool gives it. */
  also?: string[];
  source?: string;
  path?: string;
}

const SSL = { version: '3.0.11-1', source: 'openssl' };
const ZLIB = { name: 'zlib1g', version: '1:1.2.13-1', source: 'zlib' };
const CURL = { version: '7.88.1-10', source: 'curl' };
const GHSA = {
  lodash: 'GHSA-2222-2222-2222',
  qs: 'GHSA-3333-3333-3333',
  zlib: 'GHSA-4444-4444-4444',
  ui: 'GHSA-5555-5555-5555',
};

const trivyOs: Row[] = [
  { name: 'openssl', id: 'CVE-2024-1001', ...SSL },
  { name: 'libssl3', id: 'CVE-2024-1001', ...SSL },
  { name: 'openssl', id: 'CVE-2024-1002', ...SSL },
  { ...ZLIB, id: 'CVE-2024-1003' },
  { name: 'curl', id: 'CVE-2024-1008', ...CURL },
  { name: 'libcurl4', id: 'CVE-2024-1008', ...CURL },
  { name: 'bash', version: '5.2.15-2', id: 'CVE-2024-1011', source: 'bash' },
];
const trivyNpm: Row[] = [
  {
    name: 'zlib-wasm',
    version: '1.0.0',
    id: 'CVE-2024-1003',
    path: 'app/node_modules/zlib-wasm/package.json',
  },
  {
    name: 'lodash',
    version: '4.17.20',
    id: 'CVE-2024-1004',
    also: [GHSA.lodash],
    path: 'app/node_modules/lodash/package.json',
  },
  { name: '@acme/ui', version: '2.0.0', id: 'CVE-2024-1005', path: 'app/node_modules/@acme/ui/package.json' },
  {
    name: 'qs',
    version: '6.5.0',
    id: 'CVE-2024-1010',
    also: [GHSA.qs],
    path: 'app/node_modules/qs/package.json',
  },
];
const trivyJar: Row[] = [
  { name: 'org.acme:core', version: '1.4.0', id: 'CVE-2024-1006', path: 'app/core.jar' },
  { name: 'org.acme:logs', version: '2.14.0', id: 'CVE-2024-1013', path: 'app/a.jar' },
  { name: 'org.acme:logs', version: '2.14.0', id: 'CVE-2024-1013', path: 'app/b.jar' },
];
const trivyGo: Row[] = [{ name: 'stdlib', version: 'v1.22.1', id: 'CVE-2024-1007' }];

const trivyPart = (Target: string, Class: string, Type: string, rows: Row[]) => ({
  Target,
  Class,
  Type,
  Vulnerabilities: rows.map(({ name, version, id, also, source, path }) => ({
    VulnerabilityID: id,
    VendorIDs: also,
    PkgName: name,
    PkgPath: path,
    SrcName: source,
    InstalledVersion: version,
    Severity: 'HIGH',
    Title: `${name}: weakness`,
  })),
});

export const trivy = {
  SchemaVersion: 2,
  ArtifactName: 'acme/shop:1',
  ArtifactType: 'container_image',
  Results: [
    trivyPart('acme/shop:1 (debian 12.5)', 'os-pkgs', 'debian', trivyOs),
    trivyPart('Node.js', 'lang-pkgs', 'node-pkg', trivyNpm),
    trivyPart('Java', 'lang-pkgs', 'jar', trivyJar),
    trivyPart('usr/bin/shop', 'lang-pkgs', 'gobinary', trivyGo),
  ],
};

const grypeRow = (type: string, purl: string, { name, version, id, also, source, path }: Row) => ({
  vulnerability: { id, severity: 'High', fix: { versions: [], state: 'unknown' } },
  relatedVulnerabilities: (also ?? []).map((other) => ({ id: other })),
  matchDetails: [],
  artifact: {
    name,
    version,
    type,
    locations: [{ path: path ?? '/var/lib/dpkg/status' }],
    upstreams: source ? [{ name: source }] : [],
    purl,
  },
});
const grypeDeb = (row: Row) =>
  grypeRow('deb', `pkg:deb/debian/${row.name}@${encodeURIComponent(row.version)}`, row);
const grypeNpm = (row: Row) =>
  grypeRow('npm', `pkg:npm/${row.name.replace('@', '%40')}@${row.version}`, {
    ...row,
    path: `/app/node_modules/${row.name}/package.json`,
  });
const grypeJar = (name: string, version: string, id: string, path: string) =>
  grypeRow('java-archive', `pkg:maven/org.acme/${name}@${version}`, { name, version, id, path });

export const grype = {
  matches: [
    grypeDeb({ name: 'openssl', id: 'CVE-2024-1001', ...SSL }),
    grypeDeb({ name: 'libssl3', id: 'CVE-2024-1001', ...SSL }),
    grypeDeb({ name: 'openssl', id: 'CVE-2024-1002', ...SSL }),
    grypeDeb({ ...ZLIB, id: 'CVE-2024-1003' }),
    grypeDeb({ name: 'curl', id: 'CVE-2024-1008', ...CURL }),
    grypeNpm({ name: 'zlib-wasm', version: '1.0.0', id: GHSA.zlib, also: ['CVE-2024-1003'] }),
    grypeNpm({ name: 'lodash', version: '4.17.20', id: GHSA.lodash, also: ['CVE-2024-1004'] }),
    grypeNpm({ name: '@acme/ui', version: '2.0.0', id: GHSA.ui, also: ['CVE-2024-1005'] }),
    grypeNpm({ name: 'qs', version: '6.5.0', id: GHSA.qs, also: ['CVE-2024-1009'] }),
    grypeJar('core', '1.4.0', 'CVE-2024-1006', '/app/core.jar'),
    grypeJar('logs', '2.14.0', 'CVE-2024-1013', '/app/a.jar'),
    grypeJar('logs', '2.14.0', 'CVE-2024-1013', '/app/b.jar'),
    grypeRow('go-module', 'pkg:golang/stdlib@1.22.1', {
      name: 'stdlib',
      version: 'go1.22.1',
      id: 'CVE-2024-1007',
      path: '/usr/bin/shop',
    }),
  ],
  source: { type: 'image' },
  descriptor: { name: 'grype', version: '0.90.0' },
};

const snykRow = (name: string, version: string, CVE: string[], names: string[] = []) => ({
  id: `SNYK-${name.replace(/\W/g, '').toUpperCase()}-${CVE[0]!.slice(-4)}`,
  title: 'Weakness',
  name,
  packageName: name,
  version,
  severity: 'high',
  identifiers: { CVE, GHSA: names },
  from: ['acme/shop:1', `${name}@${version}`],
  fixedIn: [],
});
const snykProject = (packageManager: string, targetFile: string | undefined, vulnerabilities: object[]) => ({
  ok: false,
  dependencyCount: 100,
  summary: 'found',
  projectName: 'acme/shop',
  packageManager,
  targetFile,
  vulnerabilities,
});

export const snyk = [
  snykProject('deb', undefined, [
    snykRow('openssl', '3.0.11-1', ['CVE-2024-1001']),
    snykRow('openssl/libssl3', '3.0.11-1', ['CVE-2024-1001']),
    snykRow('zlib/zlib1g', '1:1.2.13-1', ['CVE-2024-1003']),
    snykRow('curl', '7.88.1-10', ['CVE-2024-1008']),
  ]),
  snykProject('npm', 'app/package.json', [
    snykRow('zlib-wasm', '1.0.0', ['CVE-2024-1003']),
    snykRow('lodash', '4.17.20', ['CVE-2024-1004'], [GHSA.lodash]),
    snykRow('@acme/ui', '2.0.0', ['CVE-2024-1005']),
    snykRow('qs', '6.5.0', ['CVE-2024-1009'], [GHSA.qs]),
  ]),
  snykProject('maven', undefined, [snykRow('org.acme:core', '1.4.0', ['CVE-2024-1006'])]),
];

const scoutRow = (id: string, purl: string) => ({
  ruleId: id,
  kind: 'fail',
  level: 'error',
  message: {
    text: `\n  Vulnerability   : ${id}\n  Severity        : HIGH\n  Package         : ${purl}\n  Affected range  : <99\n  Fixed version   : not fixed\n`,
  },
  locations: [{ physicalLocation: { artifactLocation: { uri: '/' }, region: { startLine: 1 } } }],
});

export const scout = {
  version: '2.1.0',
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  runs: [
    {
      tool: { driver: { name: 'docker scout', version: '1.0', rules: [] } },
      results: [
        scoutRow('CVE-2024-1001', 'pkg:deb/debian/openssl@3.0.11-1?os_distro=bookworm&os_name=debian'),
        scoutRow('CVE-2024-1003', 'pkg:deb/debian/zlib@1%3A1.2.13-1?os_distro=bookworm&os_name=debian'),
        scoutRow('CVE-2024-1008', 'pkg:deb/debian/curl@7.88.1-10?os_distro=bookworm&os_name=debian'),
        scoutRow(GHSA.lodash, 'pkg:npm/lodash@4.17.20'),
        scoutRow('CVE-2024-1005', 'pkg:npm/%40acme/ui@2.0.0'),
        scoutRow(GHSA.qs, 'pkg:npm/qs@6.5.0'),
        scoutRow('CVE-2024-1006', 'pkg:maven/org.acme/core@1.4.0'),
        scoutRow('CVE-2024-1013', 'pkg:maven/org.acme/logs@2.14.0'),
        scoutRow('CVE-2024-1007', 'pkg:golang/stdlib@1.22.1'),
      ],
    },
  ],
};

export const clair = {
  manifest_hash: 'sha256:01',
  packages: {
    1: { id: '1', name: 'openssl', version: '3.0.11-1', source: { name: 'openssl' } },
    2: { id: '2', name: 'zlib1g', version: '1:1.2.13-1', source: { name: 'zlib' } },
    3: { id: '3', name: 'curl', version: '7.88.1-10', source: { name: 'curl' } },
    4: { id: '4', name: 'tar', version: '1.34-1', source: { name: 'tar' } },
  },
  distributions: { 1: { id: '1', did: 'debian' } },
  environments: Object.fromEntries(
    ['1', '2', '3', '4'].map((id) => [id, [{ distribution_id: '1', introduced_in: 'sha256:02' }]]),
  ),
  vulnerabilities: Object.fromEntries(
    ['CVE-2024-1001', 'CVE-2024-1002', 'CVE-2024-1003', 'DSA-5700-1', 'CVE-2024-1012'].map((name) => [
      name,
      { name, normalized_severity: 'High', links: '' },
    ]),
  ),
  package_vulnerabilities: {
    1: ['CVE-2024-1001', 'CVE-2024-1002'],
    2: ['CVE-2024-1003'],
    3: ['DSA-5700-1'],
    4: ['CVE-2024-1012'],
  },
};
