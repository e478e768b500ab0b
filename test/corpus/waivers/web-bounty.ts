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
];
