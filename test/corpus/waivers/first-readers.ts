import { counts, recount, type Waiver } from './waiver.ts';

export const waivers: Waiver[] = [
  ...recount(
    'npm_audit_7_plus/one_vuln.json',
    counts(0, 1, 1, 0, 0),
    'The package has two advisories, fixed in different versions; the peer keeps the first of them only.',
  ),
  {
    file: 'npm_audit_7_plus/one_vuln.json',
    what: 'severity',
    reason: 'The advisory itself is rated moderate; npm gives the package the worst of its advisories.',
  },
  ...recount(
    'npm_audit/multiple_cwes.json',
    counts(2, 15, 25, 2, 0),
    'Some advisories hit two installed versions of a package; each needs an upgrade of its own.',
  ),
  {
    file: 'npm_audit/cwe_null.json',
    what: 'cwe',
    reason: 'The advisory names no weakness; the peer puts in the number of a category of its own choice.',
  },
  ...recount(
    'semgrep/sca-deployments-vulns.json',
    counts(1, 21, 0, 0, 0),
    'The list holds the same packages of several repositories; the peer merges across repositories.',
  ),
  {
    file: 'snyk/snykcode_issue_9270.json',
    what: 'severities',
    ours: counts(0, 12, 24, 0, 3),
    reason: 'SARIF says level "note"; the peer has a scale of its own when the folder is named snyk.',
  },
  ...recount(
    'snyk/snykcontainer_issue_epss.json',
    counts(1, 2, 9, 1, 0),
    'The image holds an application with 12 more issues, which the peer overlooks; the first one is rated low by Snyk.',
  ),
  {
    file: 'snyk/single_project_one_vuln.json',
    what: 'file_path',
    reason:
      'The path is the manifest (pom.xml), which has an owner; the chain of packages stands in the message.',
  },
  {
    file: 'sarif/appendix_k.sarif',
    what: 'file_path',
    reason: 'The base of the location (SRCROOT = src/) belongs to the path inside the repository.',
  },
  {
    file: 'sarif/appendix_k4.sarif',
    what: 'file_path',
    reason: 'The base of the location (SRCROOT = src/) belongs to the path inside the repository.',
  },
  {
    file: 'trivy/kubernetes.json',
    what: 'file_path',
    index: 0,
    reason: 'The name of an image is no path; the finding names the object of the cluster instead.',
  },
  {
    file: 'cyclonedx/dd_1_15_0.xml',
    what: 'description',
    reason: 'The peer shows the internal reference of the component, which tells a reader nothing.',
  },
  {
    file: 'dependency_check/multiple_vulnerabilities_has_multiple_findings.xml',
    what: 'file_path',
    reason:
      'The path is the file itself (or the lock file), which has an owner; the peer shows a display name.',
  },
  {
    file: 'dependency_check/multiple_vulnerabilities_has_multiple_findings.xml',
    what: 'description',
    reason: 'The peer glues path, source and related files into one text; we keep each in its own field.',
  },
  {
    file: 'dependency_check/multiple_vulnerabilities_has_multiple_findings.xml',
    what: 'mitigation',
    index: 7,
    reason: 'A suppression without a note is told as such, without the reproach.',
  },
];
