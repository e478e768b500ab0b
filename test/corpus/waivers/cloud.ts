import { counts, recount, type Waiver } from './waiver.ts';

export const waivers: Waiver[] = [
  ...recount(
    'aws_prowler_v3plus/many_vuln.ocsf.json',
    counts(0, 3, 0, 0, 0),
    'A muted check is told as suppressed; the peer forgets it, and with it that somebody muted it.',
  ),
  {
    file: 'azure_security_center_recommendations/many_vulns.csv',
    what: 'cwe',
    reason: 'The table names no weakness; the peer gives all of them the number of a category.',
  },
  {
    file: 'openvas/many_vuln.xml',
    what: 'severities',
    ours: counts(0, 19, 25, 0, 0),
    reason: 'Two results leave the word empty but give a score of 4.0, which is medium.',
  },
  ...recount(
    'qualys/Qualys_Sample_Report.csv',
    counts(6, 0, 0, 0, 0),
    'Several hosts have the same weakness and each has to be mended; the peer keeps one host of each.',
  ),
  {
    file: 'qualys/Qualys_Sample_Report.xml',
    what: 'severities',
    ours: counts(7, 6, 46, 65, 177),
    reason: "Qualys' levels 1 to 5 mean the same in XML and CSV; the peer reads only those of the CSV so.",
  },
  ...['len(unsaved_vulnerability_ids)', ...[1, 2, 3].map((n) => `unsaved_vulnerability_ids[${n}]`)].map(
    (what) => ({
      file: 'testssl/defectdojo_many_vuln.csv',
      what,
      reason: 'The same CVE is told for four addresses of one name; it is listed once.',
    }),
  ),
  {
    file: 'scout_suite/new2.js',
    what: 'cwe',
    reason: 'The report names no weakness; the peer gives all of them the number of a category.',
  },
  {
    file: 'sslyze/report_two_target_many_vuln.xml',
    what: 'severities',
    ours: counts(0, 0, 7, 0, 0),
    reason: 'The XML tells what the JSON tells and is rated alike; the peer takes all of it as info.',
  },
  ...recount(
    'sslyze/two_targets_many_vuln_new.json',
    counts(0, 0, 4, 0, 0),
    'ChaCha20 with Poly1305 in TLS 1.3 is sound; that one guide does not list it is no finding.',
  ),
  ...recount(
    'mobsf/report1.json',
    counts(0, 36, 8, 0, 47),
    'The peer overlooks the five findings of the manifest, and keeps one file of each rule of the code.',
  ),
];
