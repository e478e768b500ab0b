import { withoutMarkers } from './issue-marker.ts';
import { parseMarkdown } from './markup/parse.ts';
import { toText } from './markup/text.ts';
import { type Markup, truncate } from './markup/truncate.ts';

/** A title is one line; what is too long ends with an ellipsis, never in the middle of a character. */
export function oneLine(text: string, longest: number): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim() || '(no title)';
  if (line.length <= longest) return line;
  return `${line
    .slice(0, longest - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/** What our marker takes of a text. */
const MARKER_LENGTH = 400;

/** Our Markdown in the mark-up of a host, with room for our marker. */
export const fitted = (host: Markup<string>, markdown: string): string =>
  truncate({ ...host, limit: host.limit - MARKER_LENGTH }, parseMarkdown(markdown));

/** What a person wrote in a comment, as plain text. */
export const plainComment = (body: string): string => toText(parseMarkdown(withoutMarkers(body))).trim();
