import { split } from './split.ts';
import type { Block, Inline, Item, List, Root, Row } from './tree.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Seen by nobody; it parts a mark from the words, for which mrkdwn knows no escape. */
const APART = '\u200b';
const MARK = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/\/|[\w+-]{1,50}:)/gu;

const MARKS = { strong: '*', emphasis: '_', delete: '~' } as const;

/** A section of Block Kit. */
export interface SlackSection {
  type: 'section';
  /** `verbatim`: Slack makes no links, channels or people of words. */
  text: { type: 'mrkdwn'; text: string; verbatim: true };
}

/** "Maximum length for the text in this field is 3000 characters", reference of the section block. */
const SECTION_CHARACTERS = 3000;

/** The text in Slack's mrkdwn. Source: "Formatting message text", docs.slack.dev. */
export const toMrkdwn = (root: Root): string => blocks(root.children, '\n\n');

/** The text in sections, each as long as Slack takes it; a message has room for 50 blocks. */
export function toSections(root: Root): SlackSection[] {
  return split(root, SECTION_CHARACTERS, toMrkdwn).map((text) => ({
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
  }));
}

/** Any text in mrkdwn as it is: `<!channel>` calls nobody. */
export const escapeMrkdwn = (text: string): string =>
  text
    .replace(/[&<>]/g, (char) => ENTITIES[char]!)
    .replace(MARK, (mark) => `${APART}${mark}${APART}`)
    .replace(/^(?=&gt;)/, APART);

const blocks = (nodes: readonly Block[], between: string): string =>
  nodes.map(block).filter(Boolean).join(between);

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
      return inlines(node.children);
    case 'heading':
      return `*${inlines(node.children.map((one) => (one.type === 'strong' ? { ...one, type: 'emphasis' } : one)))}*`;
    case 'thematicBreak':
      return '———';
    case 'code':
      return `\`\`\`\n${coded(node.value)}\n\`\`\``;
    case 'blockquote':
      return blocks(node.children, '\n\n').replace(/^/gm, '> ');
    case 'list':
      return list(node);
    case 'table':
      return node.children.map(row).filter(Boolean).join('\n');
  }
}

/** Inside code only the three characters and the ticks themselves count. */
const coded = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ENTITIES[char]!).replace(/`(?=`)/g, `\`${APART}`);

function list({ start, children }: List): string {
  return children.map((one, i) => item(one, start === null ? '•' : `${start + i}.`)).join('\n');
}

const item = ({ children }: Item, sign: string): string =>
  `${sign} ${blocks(children, '\n').replaceAll('\n', '\n    ')}`;

function row({ children }: Row, i: number): string {
  const cells = children.map((cell) => inlines(cell.children)).filter(Boolean);
  if (cells.length === 0) return '';
  return i === 0 ? `_${cells.join(' · ')}_` : `• ${cells.join(' · ')}`;
}

const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  switch (node.type) {
    case 'text':
      return escapeMrkdwn(node.value);
    case 'inlineCode':
      return node.value.includes('`') ? escapeMrkdwn(node.value) : `\`${coded(node.value)}\``;
    case 'break':
      return '\n';
    case 'link':
      return `<${node.url.replaceAll('&', '&amp;')}|${inlines(node.children).replace(/[|\n]/g, ' ')}>`;
    default:
      return `${MARKS[node.type]}${inlines(node.children)}${MARKS[node.type]}`;
  }
}
