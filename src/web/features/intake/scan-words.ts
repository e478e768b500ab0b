import type { Scan, ScanDelta } from '../../../contract/scans.ts';
import { t } from '../../texts/t.ts';
import { listed } from '../../ui/format.ts';

/** A scan's state as people say it. */
export const SCAN_STATE_WORDS: Record<Scan['state'], string> = {
  received: t('being read'),
  done: t('done'),
  same: t('nothing changed'),
  late: t('older than what is known'),
  branch: t('not the default branch'),
  failed: t('failed'),
};

/** Seen again at the same place; those that moved or came back were seen too and are told by themselves. */
export const asBefore = ({ seen, moved, reopened }: ScanDelta): number =>
  Math.max(0, seen - moved - reopened);

/** What came of a scan in a few words: "3 new, 2 fixed, 18 as before". */
export function deltaWords(delta: ScanDelta | null): string {
  if (!delta) return '';
  const parts = [
    delta.opened > 0 && t('{opened} new', { opened: delta.opened }),
    delta.reopened > 0 && t('{reopened} again', { reopened: delta.reopened }),
    delta.fixed > 0 && t('{fixed} fixed', { fixed: delta.fixed }),
    delta.moved > 0 && t('{moved} moved', { moved: delta.moved }),
    asBefore(delta) > 0 && t('{delta} as before', { delta: asBefore(delta) }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t('nothing found') : parts.join(', ');
}

/** One sentence for the head of the scan's page. */
export function scanSentence(scan: Scan): string {
  const who = scan.tool ?? t('The report');
  switch (scan.state) {
    case 'received':
      return t('The report is here and waits to be read. This page follows.');
    case 'failed':
      return t('{message} Its bytes are kept.', {
        message: scan.error?.message ?? t('The report could not be taken in.'),
      });
    case 'same':
      return t('{who} told the same as before; nothing changed.', { who });
    case 'late':
      return t(
        '{who} looked at an older state than the one already known, so nothing was closed or opened by it.',
        { who },
      );
    case 'branch':
      return t('{who} looked at a branch that is not the default one; it is kept, and changes no ticket.', {
        who,
      });
    case 'done':
      return doneSentence(scan, who);
  }
}

function doneSentence({ delta, observations }: Scan, who: string): string {
  const told = t('{who} told {observations, plural, one {# result} other {# results}}', {
    who,
    observations: observations ?? 0,
  });
  if (!delta) return `${told}.`;
  const parts = [
    delta.opened > 0 &&
      t('{opened, plural, one {# finding} other {# findings}} {opened, plural, one {is} other {are}} new', {
        opened: delta.opened,
      }),
    delta.reopened > 0 && t('{reopened} came back', { reopened: delta.reopened }),
    delta.fixed > 0 && t('{fixed} {fixed, plural, one {is} other {are}} fixed', { fixed: delta.fixed }),
    delta.moved > 0 && t('{moved} moved', { moved: delta.moved }),
    asBefore(delta) > 0 &&
      t('{delta} {delta, plural, one {is} other {are}} as before', { delta: asBefore(delta) }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? `${told}.` : `${told}: ${listed(parts)}.`;
}
