import type { RedmineSettings } from './settings.ts';

/**
 * Our marker stands as a small last line of a text ("Lanekeeper @tkt_…@"), in the mark-up's own form of code. Redmine
 * has no hidden place: it drops a custom field without a word where a tracker does not have it.
 */
const LAST_LINE = /(?:^|\n)Lanekeeper [@`]([\w.:-]{1,200})[@`]\s*$/;

export const withReference = (
  text: string,
  marker: string,
  formatting: RedmineSettings['formatting'],
): string => {
  const quote = formatting === 'textile' ? '@' : '`';
  return `${text.trimEnd()}\n\nLanekeeper ${quote}${marker}${quote}`;
};

/** The marker, and the text without it. */
export function splitReference(text: string): { text: string; marker: string | null } {
  const plain = text.replaceAll('\r\n', '\n');
  const found = LAST_LINE.exec(plain);
  return found
    ? { text: plain.slice(0, found.index).trimEnd(), marker: found[1]! }
    : { text: plain, marker: null };
}
