import { capitalised } from '../../ui/format.ts';

const WORDS: Record<string, string> = {
  opened: 'Opened',
  reopened: 'Opened again',
  fixed: 'Fix verified',
  'closed-by-hand': 'Closed by hand',
  removed: 'No longer seen',
  'seen-again': 'Seen again',
  'counted-again': 'Counted again',
  're-rated': 'Rated anew',
  moved: 'Moved',
  decided: 'Priority decided',
  owned: 'Owner found',
  excepted: 'Exception granted',
  ticketed: 'Ticket made',
};

/** A kind of event as people say it; one this page does not know is told as it stands. */
export const historyWords = (kind: string): string => WORDS[kind] ?? capitalised(kind);
