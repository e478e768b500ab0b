import { counts, recount, type Waiver } from './waiver.ts';

/** In its other mode (the same file stands in its expectations twice) the peer counts as Checkmarx does. */
const FLOWS = 'Checkmarx counts each way of the data; the peer merges those that end in the same file.';

export const waivers: Waiver[] = [
  ...recount('checkmarx/many_aggregated_findings.xml', counts(0, 0, 0, 0, 185), FLOWS),
  ...recount('checkmarx/multiple_findings.xml', counts(0, 3, 0, 0, 0), FLOWS),
  ...recount('checkmarx/multiple_findings_same_query_id.xml', counts(0, 0, 0, 10, 1), FLOWS),
  ...recount(
    'checkmarx/two_aggregated_findings_one_is_false_positive.xml',
    counts(0, 2, 0, 0, 0),
    `${FLOWS} One of the two is a false positive, the other is not.`,
  ),
  ...recount(
    'fortify/fortify_many_findings.xml',
    counts(13, 34, 6, 281, 0),
    'Each issue has an id of its own; the peer merges those of one category on one line, whose ways differ.',
  ),
  {
    file: 'fortify/fortify_suppressed_with_comments.fpr',
    what: 'false_p',
    index: 2,
    reason:
      'The auditor suppressed the issue and judged nothing; it is told as suppressed, with the comment.',
  },
  {
    file: 'fortify/fortify_suppressed_with_comments.fpr',
    what: 'impact',
    index: 2,
    reason: 'The comment of the auditor is the reason of the decision; the peer shows it as impact.',
  },
  {
    file: 'fortify/many_findings.fpr',
    what: 'line',
    reason: 'The flagged line is told; the peer takes the line where the excerpt around it begins.',
  },
  ...['v14', 'v15'].flatMap((version) =>
    recount(
      `gitlab_sast/gl-sast-report-many-vuln_${version}.json`,
      counts(13, 4, 143, 41, 266),
      'The 467 results stand at as many places; the peer merges those with the same key, 218 lines into one finding.',
    ),
  ),
  {
    file: 'gitlab_sast/gl-sast-report-cwe_v15.json',
    what: 'cwe',
    index: 2,
    reason:
      'The identifier is named CWE-943; the peer looks only at its value, where the analyser wrote a rule.',
  },
  {
    file: 'hadolint/one_dockerfile.json',
    what: 'severities',
    ours: counts(0, 0, 3, 0, 1),
    reason: 'A warning (a version that is not pinned) is medium; the peer calls every warning high.',
  },
  {
    file: 'njsscan/njsscan_one_vuln.json',
    what: 'description',
    reason:
      'The peer composes a text of labels; we keep message, weakness and matched text in their own fields.',
  },
  {
    file: 'snyk_code/single_project_many_vulns.json',
    what: 'severities',
    ours: counts(0, 13, 17, 0, 176),
    reason:
      'SARIF says the level of each result; the peer rates by a score for sorting that Snyk adds to it.',
  },
  {
    file: 'sonarqube/findings_over_api.json',
    what: 'severities',
    ours: counts(0, 1, 2, 2, 0),
    reason:
      'CRITICAL is the second step of SonarQube, below BLOCKER: high, as the peer has it for the other form.',
  },
  ...recount(
    'spotbugs/many_findings.xml',
    counts(0, 0, 71, 12, 0),
    'Two bugs occur twice in their method, on lines of their own; the peer merges by a hash that names the method.',
  ),
  {
    file: 'veracode/many_findings.xml',
    what: 'line',
    index: 0,
    reason: 'The line is told; the peer adds to it how far down the function it is, which is a percentage.',
  },
  {
    file: 'veracode/veracode_scan.xml',
    what: 'line',
    index: 1,
    reason: 'The line is told; the peer adds to it how far down the function it is, which is a percentage.',
  },
  ...['sca_embedded_format', 'sca_findings_list_format'].map((name) => ({
    file: `veracode/${name}.json`,
    what: 'component_name',
    index: 0,
    reason: 'The package is called as other tools call it, without the ending of the file it came in.',
  })),
];
