import { counts, recount, type Waiver } from './waiver.ts';

const field = (file: string, what: string, reason: string, index?: number): Waiver => ({
  file,
  what,
  reason,
  ...(index !== undefined && { index }),
});

const PHRASE = 'The text is a phrase of the peer’s own; the report does not say it.';
const NO_CWE = 'The report names no weakness; the peer gives every result of the tool the same number.';
const UNRATED = 'The report rates nothing: a vulnerability nobody rated is shown as medium, not as harmless.';

export const waivers: Waiver[] = [
  field(
    'auditjs/auditjs_with_package_namespace.json',
    'component_name',
    'The scope is written @next; the peer keeps the percent sign of the purl.',
  ),
  field(
    'blackduck/many_vulns.csv',
    'component_name',
    'The package is named as its package manager knows it (group and artifact), so that tools agree on it.',
  ),
  field('composer_audit/composer_audit_one_vuln.json', 'mitigation', PHRASE),
  {
    file: 'php_symfony_security_check/php_symfony_one_vuln.json',
    what: 'severities',
    ours: counts(0, 0, 1, 0, 0),
    reason: UNRATED,
  },
  field('pip_audit/many_vulns_new.json', 'cwe', NO_CWE),
  ...recount(
    'retirejs/latest.json',
    counts(0, 0, 24, 2, 0),
    'Two CVEs of jQuery have one summary; the peer keeps the first of them only.',
  ),
  field(
    'fossa/fossa_one_vuln.json',
    'description',
    'Ids, weaknesses and dates have fields of their own; the peer glues them into one text.',
  ),
  field('meterian/report_one_vuln_no_remediation.json', 'mitigation', PHRASE),
  ...recount(
    'ort/evaluated-model-reporter-test-output.json',
    counts(0, 1, 1, 1, 0),
    'A violation that the configuration resolves is told as accepted, with the reason; the peer drops it.',
  ),
  {
    file: 'osv_scanner/many_findings.json',
    what: 'severities',
    ours: counts(10, 30, 26, 0, 0),
    reason:
      'Where the database has no word, the vector of the entry or its twin (PYSEC and GHSA) rates it; the peer calls all of them low.',
  },
  {
    file: 'osv_scanner/some_findings.json',
    what: 'severities',
    ours: counts(1, 0, 0, 0, 0),
    reason: 'A package that is malicious itself (MAL-) is no low risk.',
  },
  field(
    'osv_scanner/some_findings.json',
    'severity',
    'A package that is malicious itself (MAL-) is no low risk.',
  ),
  field(
    'xeol/xeol_multiple_findings.json',
    'cwe',
    'End of life is CWE-1104 (unmaintained components); the peer takes 672, which is about freed resources.',
  ),
  {
    file: 'govulncheck/many_vulns_new_version.json',
    what: 'severities',
    ours: counts(0, 1, 0, 0, 0),
    reason: 'The trace shows that the weak function is called; the peer looks at that only in newer files.',
  },
  field(
    'govulncheck/many_vulns_new_version.json',
    'severity',
    'The trace shows that the weak function is called; the peer looks at that only in newer files.',
  ),
  ...['many_vulns_new_version', 'many_vulns_new_version_custom_severity'].map((name) =>
    field(
      `govulncheck/${name}.json`,
      'file_path',
      'The name of a package of Go is no path; the finding stands in go.mod, and says where the call is.',
    ),
  ),
  field(
    'govulncheck/many_vulns_new_version_custom_severity.json',
    'fix_version',
    'Versions of modules begin with v, as go.mod wants them and as the report tells them.',
    1,
  ),
  field(
    'govulncheck/issue_15033.json',
    'unique_id_from_tool',
    'The peer makes an id of entry and module; we keep both in their own fields.',
  ),
  field(
    'openvex/openvex_one_vuln.json',
    'component_name',
    'The package is named apk-tools; the peer shows its whole purl as the name.',
  ),
  field('openvex/openvex_one_vuln.json', 'description', PHRASE),
  field('openvex/openvex_one_vuln.json', 'mitigation', PHRASE),
];
