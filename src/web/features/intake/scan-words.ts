import type { Scan, ScanDelta } from '../../../contract/scans.ts';
import { count, listed } from '../../ui/format.ts';

/** A scan's state as people say it. */
export const SCAN_STATE_WORDS: Record<Scan['state'], string> = {
  received: 'being read',
  done: 'done',
  same: 'nothing changed',
  late: 'older than what is known',
  branch: 'not the default branch',
  failed: 'failed',
};

/** Seen again at the same place; those that moved or came back were seen too and are told by themselves. */
export const asBefore = ({ seen, moved, reopened }: ScanDelta): number =>
  Math.max(0, seen - moved - reopened);

/** What came of a scan in a few words: "3 new, 2 fixed, 18 as before". */
export function deltaWords(delta: ScanDelta | null): string {
  if (!delta) return '';
  const parts = [
    delta.opened > 0 && `${delta.opened} new`,
    delta.reopened > 0 && `${delta.reopened} again`,
    delta.fixed > 0 && `${delta.fixed} fixed`,
    delta.moved > 0 && `${delta.moved} moved`,
    asBefore(delta) > 0 && `${asBefore(delta)} as before`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

/** One sentence for the head of the scan's page. */
export function scanSentence(scan: Scan): string {
  const who = scan.tool ?? 'The report';
  switch (scan.state) {
    case 'received':
      return 'The report is here and waits to be read. This page follows.';
    case 'failed':
      return `${scan.error?.message ?? 'The report could not be taken in.'} Its bytes are kept.`;
    case 'same':
      return `${who} told the same as before; nothing changed.`;
    case 'late':
      return `${who} looked at an older state than the one already known, so nothing was closed or opened by it.`;
    case 'branch':
      return `${who} looked at a branch that is not the default one; it is kept, and changes no ticket.`;
    case 'done':
      return doneSentence(scan, who);
  }
}

function doneSentence({ delta, observations }: Scan, who: string): string {
  const told = `${who} told ${count(observations ?? 0, 'result')}`;
  if (!delta) return `${told}.`;
  const parts = [
    delta.opened > 0 && `${count(delta.opened, 'finding')} ${delta.opened === 1 ? 'is' : 'are'} new`,
    delta.reopened > 0 && `${delta.reopened} came back`,
    delta.fixed > 0 && `${delta.fixed} ${delta.fixed === 1 ? 'is' : 'are'} fixed`,
    delta.moved > 0 && `${delta.moved} moved`,
    asBefore(delta) > 0 && `${asBefore(delta)} ${asBefore(delta) === 1 ? 'is' : 'are'} as before`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? `${told}.` : `${told}: ${listed(parts)}.`;
}
