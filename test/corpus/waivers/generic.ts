import { counts, recount, type Waiver } from './waiver.ts';

export const waivers: Waiver[] = [
  ...recount(
    'generic/generic_report1.csv',
    counts(0, 0, 0, 5, 0),
    'Five rows name five addresses and five weaknesses; the peer makes one of them because their titles are equal.',
  ),
  ...[2, 3].map((index) => ({
    file: 'generic/generic_report3.json',
    what: 'active',
    index,
    reason: 'The finding says that it is mitigated; it is not open as well.',
  })),
];
