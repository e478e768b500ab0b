import { ADF } from '../kit/markup/adf.ts';
import { parseMarkdown } from '../kit/markup/parse.ts';
import { truncate } from '../kit/markup/truncate.ts';
import { WIKI } from '../kit/markup/wiki.ts';
import type { Jira } from './jira.ts';

/** Key of the property of issues and comments that says which of ours they are. */
export const PROPERTY = 'lanekeeper';
/** An anchor is seen by nobody; Data Center keeps no properties of comments. */
const TAIL = /\{anchor:lanekeeper-([\w-]{1,80})\}/;
const TAIL_ROOM = 120;

/** Our Markdown as this Jira takes it; where it does not keep what we need beside a text, the text ends with it. */
export function jiraText({ cloud }: Jira, markdown: string, marker: string | null): unknown {
  const root = parseMarkdown(markdown);
  if (cloud) return truncate(ADF, root);
  const text = truncate({ ...WIKI, limit: WIKI.limit - TAIL_ROOM }, root);
  return marker ? `${text}\n\n{anchor:lanekeeper-${marker}}` : text;
}

/** The marker at the end of a text of Data Center. */
export const markerIn = (text: unknown): string | null =>
  typeof text === 'string' ? (TAIL.exec(text)?.[1] ?? null) : null;

/** The words of a text that Jira gives back: a document (Cloud) or wiki text (Data Center). */
export function plainText(text: unknown): string {
  if (typeof text !== 'string') return wordsOf(text);
  return text
    .replace(TAIL, '')
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .trim();
}

/** Every text of a document, also of kinds that we do not know; paragraphs and breaks end a line. */
function wordsOf(document: unknown): string {
  const words: string[] = [];
  const stack: unknown[] = [document];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === 'string') words.push(next);
    if (typeof next !== 'object' || next === null) continue;
    const { type, text, content, attrs } = next as Record<string, unknown>;
    if (typeof text === 'string') words.push(text);
    if (type === 'hardBreak') words.push('\n');
    if (type === 'mention' || type === 'emoji') words.push(labelOf(attrs));
    if (!Array.isArray(content)) continue;
    if (type === 'paragraph' || type === 'heading' || type === 'codeBlock') stack.push('\n');
    stack.push(...content.toReversed());
  }
  return words.join('').trim();
}

const labelOf = (attrs: unknown): string => {
  const label = (attrs as { text?: unknown } | null | undefined)?.text;
  return typeof label === 'string' ? label : '';
};
