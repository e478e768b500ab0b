import type { NoticeKind } from '../../../contract/notify.ts';

/** What can be heard, as a choice. */
export const KIND_LABELS: Readonly<Record<NoticeKind, string>> = {
  opened: 'New tickets',
  'moved-here': 'Tickets that moved to the team',
  'more-urgent': 'Tickets that became more urgent',
  reopened: 'Tickets that are open again',
  closed: 'Tickets that were verified and closed',
  assigned: 'Tickets that are given to a person',
  due: 'Reminders of dates',
  'exception-decided': 'Decisions on exceptions',
  'exception-ends': 'Exceptions that end soon',
  'ask-made': 'What is asked of the team',
  'ask-answered': 'What becomes of the team’s own asks',
  'approval-waits': 'What waits for the approval of security',
};

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
