import { counts, recount, type Waiver } from './waiver.ts';

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
];
