import { entity } from './entity.ts';
import { inlines as plain } from './text.ts';
import type { Block, Inline, Item, List, Root, Table } from './tree.ts';
import type { Markup } from './truncate.ts';

/**
 * What Textile and Redmine would act on: marks, macros, links of the wiki, issues, people, pictures, HTML, prefixes
 * such as `commit:` and `source:`, revisions `r12`, `ABC(words)` and `(c)`. Source: "Wiki formatting" and "Redmine
 * links" of Redmine's guide.
 */
const MAGIC =
  /[*@%^~+#|{}[\]<>&"=!?]|(?<![\p{L}\p{N}])[_-]|[_-](?![\p{L}\p{N}])|(?<=[\p{L}"]):(?=\S)|\((?=\S)|\br(?=\d)|\bwww(?=\.)/gu;
/** `h1.`, `bq.`, `fn12.`, `p(name).` */
const BLOCK_START = /^[a-z](?=[a-z0-9]{0,12}[^\s.]{0,40}\.)/;
/** What may stand between two `@` without meaning anything. */
const PLAIN_CODE = /^[\w./:,+-](?:[\w./:,+ -]*[\w./:,+-])?$/;

const MARKS = { strong: '*', emphasis: '_', delete: '-' } as const;

/** The text in Redmine's Textile. */
export const toTextile = (root: Root): string => blocks(root.children, '\n\n');

/** MySQL keeps 65,535 bytes of a text. */
export const TEXTILE: Markup<string> = {
  render: toTextile,
  size: (text) => Buffer.byteLength(text),
  limit: 65_000,
};

const literal = (text: string): string => text.replace(MAGIC, (found) => entity(found[0]!) + found.slice(1));

const blocks = (nodes: readonly Block[], between: string): string =>
  nodes.map(block).filter(Boolean).join(between);

/** The first word of a paragraph could be the name of a block. */
const started = (text: string): string => text.replace(BLOCK_START, entity);

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
      return started(inlines(node.children));
    case 'heading':
      return `h${node.depth}. ${inlines(node.children)}`;
    case 'thematicBreak':
      return '---';
    case 'code':
      return code(node.value);
    case 'blockquote':
      return node.children.map(quoted).join('\n\n');
    case 'list':
      return list(node, '');
    case 'table':
      return table(node);
  }
}

const quoted = (node: Block): string =>
  node.type === 'paragraph' || node.type === 'heading' ? `bq. ${inlines(node.children)}` : block(node);

/** Elements that would end or nest the block are parted. */
const code = (value: string): string =>
  `<pre>\n${value.replace(/<(?=\/?(?:pre|code|kbd|notextile))/gi, '<\u200b')}\n</pre>`;

function list({ ordered, children }: List, above: string): string {
  const sign = above + (ordered ? '#' : '*');
  return children.map((one) => item(one, sign)).join('\n');
}

/** An item is one line; what is no text or list in it stands in it as text. */
function item({ children }: Item, sign: string): string {
  const lines: string[] = [];
  const below: string[] = [];
  for (const node of children) {
    if (node.type === 'list') below.push(list(node, sign));
    else lines.push(lineOf(node));
  }
  return [`${sign} ${lines.filter(Boolean).join(' ')}`, ...below].join('\n');
}

function lineOf(node: Block): string {
  if (node.type === 'paragraph' || node.type === 'heading')
    return inlines(node.children).replaceAll('\n', ' ');
  if (node.type === 'code') return literal(node.value.replace(/\s+/g, ' '));
  if (node.type === 'blockquote') return node.children.map(lineOf).join(' ');
  if (node.type !== 'table') return '';
  return literal(
    node.children.map((row) => row.children.map((cell) => plain(cell.children)).join(' ')).join('; '),
  );
}

const table = ({ children: [head, ...rows] }: Table): string => {
  const texts = (row: Table['children'][number]) =>
    row.children.map(({ children }) => inlines(children).replaceAll('\n', ' '));
  const top = head ? [`|_. ${texts(head).join(' |_. ')} |`] : [];
  return [...top, ...rows.map((row) => `| ${texts(row).join(' | ')} |`)].join('\n');
};

const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  switch (node.type) {
    case 'text':
      return literal(node.value);
    case 'inlineCode':
      return PLAIN_CODE.test(node.value) ? `@${node.value}@` : literal(node.value);
    case 'break':
      return '\n';
    case 'link':
      return `"${inlines(node.children)}":${node.url}`;
    default:
      return `${MARKS[node.type]}${inlines(node.children)}${MARKS[node.type]}`;
  }
}
