import type { NoticeKind } from '../../../contract/notify.ts';
import { t } from '../../texts/t.ts';

/** What can be heard, as a choice. */
export const KIND_LABELS: Readonly<Record<NoticeKind, string>> = {
  opened: t('New tickets'),
  'moved-here': t('Tickets that moved to the team'),
  'more-urgent': t('Tickets that became more urgent'),
  reopened: t('Tickets that are open again'),
  closed: t('Tickets that were verified and closed'),
  assigned: t('Tickets that are given to a person'),
  due: t('Reminders of dates'),
  'exception-decided': t('Decisions on exceptions'),
  'exception-ends': t('Exceptions that end soon'),
  'ask-made': t('What is asked of the team'),
  'ask-answered': t('What becomes of the team’s own asks'),
  'approval-waits': t('What waits for the approval of security'),
};

export const WEEKDAYS = [
  t('Monday'),
  t('Tuesday'),
  t('Wednesday'),
  t('Thursday'),
  t('Friday'),
  t('Saturday'),
  t('Sunday'),
];
