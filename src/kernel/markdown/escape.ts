import { plainLine, visible } from './visible.ts';

/** Anything that opens, closes or separates wherever it stands. */
const ANYWHERE = /[\\`*[\]<~|]|&(?=[#A-Za-z])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<![^ ])#|!$/g;
/** What makes a list, a quote, a rule or the head of a table out of a line. */
const AT_START = /^(?:[>+=:-]|\d{1,9}(?=[.)](?: |$)))/;

/**
 * Any text as Markdown that shows it as it is, on one line: in a paragraph, a heading, a cell of a table, or a link's
 * words. White space of any kind becomes a space; what cannot be seen is left out.
 */
export const escapeMarkdown = (text: string): string =>
  plainLine(text)
    .replace(ANYWHERE, '\\$&')
    .replace(AT_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

/** The same, line by line: an empty line begins a paragraph, every other end of a line breaks it. */
export const escapeLines = (text: string): string =>
  visible(text)
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph) => paragraph.split('\n').map(escapeMarkdown).filter(Boolean).join('\\\n'))
    .filter(Boolean)
    .join('\n\n');

/** Any text as code inside a line. One with a pipe is plain: in a cell of a table it would be two cells. */
export function codeSpan(text: string): string {
  const line = plainLine(text);
  if (line === '' || line.includes('|')) return escapeMarkdown(line);
  const runs = new Set((line.match(/`+/g) ?? []).map(({ length }) => length));
  let ticks = 1;
  while (runs.has(ticks)) ticks++;
  const fence = '`'.repeat(ticks);
  const gap = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}
