import { counts, recount, type Waiver } from './waiver.ts';

export const waivers: Waiver[] = [
  {
    file: 'acunetix/acunetix360_one_finding.json',
    what: 'references',
    reason:
      'The report gives no address of the issue; the peer makes one up, which is wrong where it is installed elsewhere.',
  },
  ...recount(
    'burp/issue4399.xml',
    counts(0, 8, 2, 7, 10),
    'Eight issues of extensions share a type with nothing else in common; the peer makes one finding of them.',
  ),
  ...['gitlab_dast/gitlab_dast_one_vul_v14.json', 'gitlab_dast/gitlab_dast_one_vul_v15.json'].map((file) => ({
    file,
    what: 'title',
    reason: 'Without a name the peer shows the id of the result; the name of its rule tells more.',
  })),
  ...recount(
    'nuclei/many_findings.json',
    counts(0, 0, 1, 1, 16),
    'Two applications on different ports of one host are two places; the peer makes one of them.',
  ),
  {
    file: 'nuclei/many_findings_third.json',
    what: 'component_name',
    reason: 'What a template looked for (a header, a technology) is no package; it is told as the parameter.',
  },
  ...['many_vul', 'one_vul', 'one_vuln_all_endpoints_have_different_status'].map((name) => ({
    file: `stackhawk/stackhawk_${name}.json`,
    what: 'component_version',
    reason: 'The name of an environment is no version; it stands with the application.',
  })),
  ...recount(
    'wpscan/wordpress_vuln_version.json',
    counts(0, 0, 6, 0, 7),
    'Three vulnerabilities of a theme and a plugin carry one number by mistake; the peer keeps one of them.',
  ),
  {
    file: 'qualys_webapp/qualys_webapp_many_vuln.xml',
    what: 'severities',
    ours: counts(0, 0, 1, 2, 18),
    reason:
      'What was gathered about the scan is information; the peer rates it here, and not in its other case.',
  },
  ...recount(
    'tenable/issue_9612.csv',
    counts(3, 0, 0, 0, 0),
    'Two ports of one host and one of another are three services to fix; the peer overlooks which host it is.',
  ),
  ...recount(
    'tenable/nessus/nessus_v_unknown.xml',
    counts(0, 0, 23, 7, 266),
    'Seven hosts with their services; the peer makes one finding of a plugin wherever it struck.',
  ),
  {
    file: 'tenable/nessus/nessus_v_unknown.xml',
    what: 'len(unsaved_vulnerability_ids)',
    reason: 'The peer collects the names from all hosts; each host has its own here.',
  },
  {
    file: 'tenable/nessus/nessus_with_cvssv3.nessus',
    what: 'severities',
    ours: counts(1, 10, 13, 1, 23),
    reason: 'The scan was set to rate by CVSS 2 and says medium; the peer rates one plugin anew by CVSS 3.',
  },
  {
    file: 'tenable/nessus/nessus_new.csv',
    what: 'title',
    reason: 'The title is the name of the plugin; the peer shows the name of the host.',
  },
  ...['nessus/nessus-template.csv', 'nessus/nessus_many_vuln.csv', 'nessus_was/nessus_was_one_vuln.xml'].map(
    (file) => ({
      file: `tenable/${file}`,
      what: 'cwe',
      reason: 'The weakness stands among the cross references (CWE:16), which the peer leaves out.',
    }),
  ),
];
