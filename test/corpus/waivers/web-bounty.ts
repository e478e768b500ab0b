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
];
