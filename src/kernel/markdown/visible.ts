/**
 * What is not seen, or changes the order in which the rest is seen: control characters, zero-width spaces, marks that
 * embed or override a direction (CVE-2021-42574), tag characters. Joiners and direction marks of single letters stay:
 * languages need them.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;

/** The text as a reader would see it, its lines ended by a newline. */
export const visible = (text: string): string =>
  text.toWellFormed().replace(LINE_ENDS, '\n').replace(UNSEEN, '');

/** The text on one line: what is a space of any kind becomes one plain space. */
export const plainLine = (text: string): string => visible(text).replace(/\s+/g, ' ').trim();
