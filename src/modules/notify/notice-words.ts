import type { NoticeKind } from '../../contract/notify.ts';
import { counted } from './words.ts';

/** How what happened is called, in a line. */
export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  opened: 'New',
  'moved-here': 'Moved to you',
  'more-urgent': 'More urgent',
  reopened: 'Back again',
  closed: 'Verified and closed',
  due: 'A date comes near, or has passed',
  'exception-decided': 'Exceptions',
  'exception-ends': 'Exceptions that end soon',
  'ask-made': 'Asked of you',
  'ask-answered': 'Your asks',
};

/** The order in which a digest tells: what needs somebody first. A ticket is told of in the first that it is in. */
export const TOLD_ORDER: readonly NoticeKind[] = [
  'due',
  'reopened',
  'more-urgent',
  'moved-here',
  'opened',
  'ask-made',
  'ask-answered',
  'exception-ends',
  'exception-decided',
  'closed',
];

/** `3 new`, for a title. */
export const countWords = (kind: NoticeKind, n: number): string => {
  switch (kind) {
    case 'opened':
    case 'moved-here':
      return `${n} new`;
    case 'more-urgent':
      return `${n} more urgent`;
    case 'reopened':
      return `${n} back again`;
    case 'closed':
      return `${n} closed`;
    case 'due':
      return counted(n, 'reminder');
    case 'exception-decided':
    case 'exception-ends':
      return counted(n, 'exception');
    default:
      return counted(n, 'ask');
  }
};
