import { inlines as plain } from './text.ts';
import type { Block, Inline, Item, Link, List, Mark, Paragraph, Root, Table } from './tree.ts';
import type { Markup } from './truncate.ts';

/** Atlassian Document Format: a tree, so nothing in a text can be anything else. */
export interface AdfNode {
  type: string;
  attrs?: Record<string, string | number>;
  content?: AdfNode[];
  text?: string;
  marks?: AdfMark[];
}
export interface AdfMark {
  type: 'strong' | 'em' | 'strike' | 'code' | 'link';
  attrs?: { href: string };
}
export interface AdfDocument extends AdfNode {
  version: 1;
  type: 'doc';
  content: AdfNode[];
}

/** Where a block stands: items of lists and quotes take fewer kinds of blocks than the document. */
type Place = 'doc' | 'item' | 'quote';

const MARKS = { strong: 'strong', emphasis: 'em', delete: 'strike' } as const;

/**
 * The text as an ADF document. Source: "Atlassian Document Format" and its JSON schema, developer.atlassian.com.
 */
export const toAdf = ({ children }: Root): AdfDocument => ({
  version: 1,
  type: 'doc',
  content: blocks(children, 'doc'),
});

const blocks = (nodes: readonly Block[], place: Place): AdfNode[] =>
  nodes.flatMap((node) => block(node, place));

const paragraph = (nodes: readonly Inline[], marks: AdfMark[] = []): AdfNode => ({
  type: 'paragraph',
  content: inlines(nodes, marks),
});

function block(node: Block, place: Place): AdfNode[] {
  switch (node.type) {
    case 'paragraph':
      return [paragraph(node.children)];
    case 'heading':
      if (place !== 'doc') return [paragraph(node.children, [{ type: 'strong' }])];
      return [{ type: 'heading', attrs: { level: node.depth }, content: inlines(node.children, []) }];
    case 'thematicBreak':
      return place === 'doc' ? [{ type: 'rule' }] : [];
    case 'code':
      return [code(node.value, node.lang)];
    case 'blockquote':
      if (place !== 'doc') return blocks(node.children, place);
      return [{ type: 'blockquote', content: orEmpty(blocks(node.children, 'quote')) }];
    case 'list':
      return list(node);
    case 'table':
      return place === 'doc' ? [table(node)] : rowsOf(node).map((row) => paragraph(row.children));
  }
}

const code = (value: string, lang: string | null): AdfNode => ({
  type: 'codeBlock',
  ...(lang && { attrs: { language: lang } }),
  content: value === '' ? [] : [{ type: 'text', text: value }],
});

function list({ ordered, start, children }: List): AdfNode[] {
  if (children.length === 0) return [];
  const content = children.map(item);
  if (!ordered) return [{ type: 'bulletList', content }];
  return [{ type: 'orderedList', attrs: { order: start ?? 1 }, content }];
}

/** An item begins with a paragraph or with code. */
function item({ children }: Item): AdfNode {
  const content = orEmpty(blocks(children, 'item'));
  const isList = content[0]!.type.endsWith('List');
  return { type: 'listItem', content: isList ? [paragraph([]), ...content] : content };
}

const orEmpty = (nodes: AdfNode[]): AdfNode[] => (nodes.length > 0 ? nodes : [paragraph([])]);

const table = ({ children }: Table): AdfNode => ({
  type: 'table',
  content: children.map((row, i) => ({
    type: 'tableRow',
    content: row.children.map((cell) => ({
      type: i === 0 ? 'tableHeader' : 'tableCell',
      content: [paragraph(cell.children)],
    })),
  })),
});

const rowsOf = ({ children }: Table): Paragraph[] =>
  children.map((row) => ({
    type: 'paragraph',
    children: [{ type: 'text', value: row.children.map((cell) => plain(cell.children)).join(' | ') }],
  }));

const inlines = (nodes: readonly Inline[], marks: readonly AdfMark[]): AdfNode[] =>
  nodes.flatMap((node) => inline(node, marks));

function inline(node: Inline, marks: readonly AdfMark[]): AdfNode[] {
  switch (node.type) {
    case 'text':
      return [text(node.value, marks)];
    case 'inlineCode':
      // Code goes together with a link and nothing else.
      return [text(node.value, [...marks.filter(({ type }) => type === 'link'), { type: 'code' }])];
    case 'break':
      return [{ type: 'hardBreak' }];
    default:
      return inlines(node.children, withMark(marks, node));
  }
}

function withMark(marks: readonly AdfMark[], node: Mark | Link): readonly AdfMark[] {
  const mark: AdfMark =
    node.type === 'link' ? { type: 'link', attrs: { href: node.url } } : { type: MARKS[node.type] };
  return marks.some(({ type }) => type === mark.type) ? marks : [...marks, mark];
}

const text = (value: string, marks: readonly AdfMark[]): AdfNode => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks: [...marks] }),
});

/** Jira counts what the document says; addresses of links are counted, too, to be on the safe side. */
function length({ content = [], text: value = '', marks = [], type }: AdfNode): number {
  const links = marks.reduce((sum, { attrs }) => sum + (attrs?.href.length ?? 0), 0);
  const own = type === 'text' ? 0 : 4;
  return content.reduce((sum, node) => sum + length(node), own + value.length + links);
}

/** "The entered text is too long. It exceeds the allowed limit of 32,767 characters", says Jira. */
export const ADF: Markup<AdfDocument> = { render: toAdf, size: length, limit: 32_767 };
