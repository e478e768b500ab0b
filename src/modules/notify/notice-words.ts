import type { NoticeKind } from '../../contract/notify.ts';
import { counted } from './words.ts';

/** How what happened is called, in a line. */
export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  opened: 'New',
  'moved-here': 'Moved to you',
  'more-urgent': 'More urgent',
  reopened: 'Back again',
  closed: 'Verified and closed',
  assigned: 'Given to you',
  due: 'A date comes near, or has passed',
  'exception-decided': 'Exceptions',
  'exception-ends': 'Exceptions that end soon',
  'ask-made': 'Asked of you',
  'ask-answered': 'Your asks',
  'approval-waits': 'Waits for your approval',
};

/** Where all of it is, of what is no ticket. */
export const LIST_PATHS: Readonly<Partial<Record<NoticeKind, string>>> = {
  'ask-made': '/asks',
  'ask-answered': '/asks',
  'approval-waits': '/ownership',
  'exception-ends': '/exceptions',
  'exception-decided': '/exceptions',
};

/** The order in which a digest tells: what needs somebody first. A ticket is told of in the first that it is in. */
export const TOLD_ORDER: readonly NoticeKind[] = [
  'due',
  'assigned',
  'reopened',
  'more-urgent',
  'moved-here',
  'opened',
  'ask-made',
  'ask-answered',
  'approval-waits',
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
    case 'assigned':
      return `${n} given to you`;
    case 'due':
      return counted(n, 'reminder');
    case 'exception-decided':
    case 'exception-ends':
      return counted(n, 'exception');
    case 'approval-waits':
      return `${counted(n, 'change')} to approve`;
    case 'ask-made':
      return counted(n, 'new ask');
    default:
      return `${n} of your asks`;
  }
};
