import { counts, recount, type Waiver } from './waiver.ts';

const CHECK = 'A failed check of a setting is no vulnerability; the peer makes an id of one out of its rule.';

/** The peer's vulnerability ids of checks. */
const checkIds = (file: string): Waiver[] =>
  ['unsaved_vulnerability_ids[0]', 'len(unsaved_vulnerability_ids)'].map((what) => ({
    file,
    what,
    reason: CHECK,
  }));

export const waivers: Waiver[] = [
  {
    file: 'anchore_engine/new_format_issue_11552.json',
    what: 'component_name',
    reason: 'The report glues name and version together; the peer keeps them so, we tell them apart.',
  },
  ...recount(
    'dockle/many_findings.json',
    counts(0, 0, 1, 3, 0),
    'A check that .dockleignore lists is told as suppressed; the peer drops it.',
  ),
  {
    file: 'kubescape/with_a_failure.json',
    what: 'severities',
    ours: counts(0, 0, 3, 0, 0),
    reason: 'The tool’s own summary counts three medium ones; the peer draws the lines elsewhere.',
  },
  {
    file: 'wiz/multiple_findings.csv',
    what: 'is_mitigated',
    index: 11,
    reason: 'An issue that is ignored is suppressed; the peer has another word for that.',
  },
  ...checkIds('trivy_operator/configauditreport_many.json'),
  ...checkIds('trivy_operator/configauditreport_single_vuln.json'),
  {
    file: 'trivy_operator/vulnerabilityreport_extended.json',
    what: 'file_path',
    reason: 'The name and system of an image is no file; packages of the system have no place.',
  },
  {
    file: 'ggshield/many_findings.json',
    what: 'date',
    reason: 'The date is the commit’s, not when the tool first saw it; we say the commit.',
  },
  {
    file: 'secretlint/secretlint_one_vuln.json',
    what: 'description',
    reason: 'The peer writes rule, line and link into one text; we keep each as what it is.',
  },
  {
    file: 'github_secrets_detection_report/github_secrets_detection_report_one_vul.json',
    what: 'severities',
    ours: counts(1, 0, 0, 0, 0),
    reason: 'The token still works; that the alert was closed is a state, not a severity.',
  },
  {
    file: 'github_secrets_detection_report/github_secrets_detection_report_one_vul.json',
    what: 'severity',
    reason: 'The token still works; that the alert was closed is a state, not a severity.',
  },
  {
    file: 'github_secrets_detection_report/github_secrets_detection_report_one_vul.json',
    what: 'vuln_id_from_tool',
    reason: 'The number of an alert says something in its repository only; its address is the id.',
  },
  ...recount(
    'noseyparker/noseyparker_many_vul.jsonl',
    counts(0, 4, 0, 0, 0),
    'Different rules and different values hit the same line; the peer merges by the line alone.',
  ),
  ...recount(
    'trufflehog3/many_vulns_legacy.json',
    counts(0, 31, 0, 0, 0),
    'Each string found is a secret of its own; the peer makes one of all that a file ever held.',
  ),
  {
    file: 'datadog/datadog_no_vuln.json',
    what: 'count',
    ours: 4,
    reason:
      'Muted and closed findings are told with their state; the peer drops them, and with them what was fixed.',
  },
  {
    file: 'datadog/datadog_one_vuln.json',
    what: 'vuln_id_from_tool',
    reason:
      'For a package the rule is its vulnerability; that Datadog has one rule for all of them says nothing.',
  },
  {
    file: 'datadog/datadog_one_vuln.json',
    what: 'service',
    reason: 'The finding is of a machine; the service is one of its tags.',
  },
  ...recount(
    'wazuh/v4-7_many_findings.json',
    counts(2, 3, 5, 2, 1),
    'The peer drops what has no fix yet; a weakness without a fix is one all the same.',
  ),
];
