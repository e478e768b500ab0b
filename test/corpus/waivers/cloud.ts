import { counts, recount, type Waiver } from './waiver.ts';

export const waivers: Waiver[] = [
  ...recount(
    'awssecurityhub/config_repeated_findings.json',
    counts(0, 0, 0, 0, 2),
    'The report tells one finding twice; a reader gives what is told, tracking makes one finding of it.',
  ),
  ...recount(
    'prowler/example_output_gcp.csv',
    counts(2, 0, 1, 0, 0),
    'Two rows are of the same check and resource; a reader gives what is told, tracking makes one of it.',
  ),
  ...recount(
    'aws_prowler_v3plus/many_vuln.ocsf.json',
    counts(0, 3, 0, 0, 0),
    'A muted check is told as suppressed; the peer forgets it, and with it that somebody muted it.',
  ),
  ...recount(
    'tfsec/many_findings_current.json',
    counts(14, 3, 1, 1, 0),
    'A line of a module is told for each use of the module; the peer merges what hits different resources.',
  ),
  {
    file: 'aws_prowler/many_vuln.csv',
    what: 'severities',
    ours: counts(0, 1, 2, 0, 1),
    reason: 'Prowler says "Informational", which is info; the peer makes it low.',
  },
  {
    file: 'aws_prowler/many_vuln.csv',
    what: 'severity',
    index: 3,
    reason: 'Prowler says "Informational", which is info; the peer makes it low.',
  },
  {
    file: 'azure_security_center_recommendations/many_vulns.csv',
    what: 'cwe',
    reason: 'The table names no weakness; the peer gives all of them the number of a category.',
  },
];
