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
];
