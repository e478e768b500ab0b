import { entity } from './entity.ts';
import type { Block, Inline, Item, List, Root, Table } from './tree.ts';
import { characters, type Markup } from './truncate.ts';

/**
 * What Jira's wiki mark-up would act on: braces and brackets, pipes, pictures, its marks where they do not stand
 * inside a word, small pictures such as `(x)` and `:)`, and addresses. Source: "Text Formatting Notation Help" of
 * Jira Data Center.
 */
const MAGIC =
  /[\\{}[\]|!^~*+#?<>&]|(?<![\p{L}\p{N}])[_-]|[_-](?![\p{L}\p{N}])|:(?=\/\/|[()DPp])|;(?=\))|\((?=[\w!?/*+-]{1,10}\))|mailto(?=:)/giu;
const BLOCK_START = /^(?:h[1-6]|bq)(?=\.)/;

const MARKS = { strong: '*', emphasis: '_', delete: '-' } as const;

/** The text in the wiki mark-up of Jira Data Center. */
export const toWiki = (root: Root): string => blocks(root.children, '\n\n');

/** Jira's limit of a text field, unless an administrator changed it ("jira.text.field.character.limit"). */
export const WIKI: Markup<string> = { render: toWiki, size: characters, limit: 32_767 };

const literal = (text: string): string =>
  text
    .replace(MAGIC, (found) => (found.length > 1 ? entity(found[0]!) + found.slice(1) : entity(found)))
    .replace(BLOCK_START, (found) => entity(found[0]!) + found.slice(1));

const blocks = (nodes: readonly Block[], between: string): string =>
  nodes.map(block).filter(Boolean).join(between);

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
      return inlines(node.children);
    case 'heading':
      return `h${node.depth}. ${inlines(node.children)}`;
    case 'thematicBreak':
      return '----';
    case 'code':
      return code(node.value);
    case 'blockquote':
      return `{quote}\n${blocks(node.children, '\n\n')}\n{quote}`;
    case 'list':
      return list(node, '');
    case 'table':
      return table(node);
  }
}

/** A block of code ends at its own name only, which is parted where the code has it. */
const code = (value: string): string =>
  `{noformat}\n${value.replace(/\{(?=noformat)/gi, '{\u200b')}\n{noformat}`;

function list({ ordered, children }: List, above: string): string {
  const sign = above + (ordered ? '#' : '*');
  return children.map((one) => item(one, sign)).join('\n');
}

/** An item is one line: its paragraphs are parted by line breaks, lists and blocks follow below. */
function item({ children }: Item, sign: string): string {
  const lines: string[] = [];
  const below: string[] = [];
  for (const node of children) {
    if (node.type === 'list') below.push(list(node, sign));
    else if (node.type === 'paragraph' || node.type === 'heading') lines.push(inlines(node.children));
    else below.push(block(node));
  }
  return [`${sign} ${lines.join(' \\\\ ')}`, ...below].join('\n');
}

const table = ({ children: [head, ...rows] }: Table): string => {
  const line = (sign: string, cells: string[]) =>
    `${sign}${cells.map((cell) => cell || ' ').join(sign)}${sign}`;
  const texts = (row: Table['children'][number]) => row.children.map(({ children }) => inlines(children));
  return [...(head ? [line('||', texts(head))] : []), ...rows.map((row) => line('|', texts(row)))].join('\n');
};

const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  switch (node.type) {
    case 'text':
      return literal(node.value);
    case 'inlineCode':
      return `{{${literal(node.value)}}}`;
    case 'break':
      return ' \\\\ ';
    case 'link':
      return `[${inlines(node.children)}|${node.url}]`;
    default:
      return marked(MARKS[node.type], inlines(node.children));
  }
}

/** In braces a mark also counts inside a word. */
const marked = (mark: string, inside: string): string => `{${mark}}${inside}{${mark}}`;
