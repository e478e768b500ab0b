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
  ...recount(
    'cargo_audit/many_findings.json',
    counts(0, 4, 0, 0, 9),
    'Unmaintained and yanked crates are told as info; the peer drops them.',
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
];
