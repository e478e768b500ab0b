import type { Block, Inline, List, Root, Row, Table } from './tree.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as HTML, in an element or an attribute. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

const MARKS = { emphasis: 'em', strong: 'strong', delete: 's' } as const;

/** The text as a piece of HTML for a mail: elements without attributes, but for the address of links. */
export const toHtml = (root: Root): string => blocks(root.children);

const element = (name: string, inside: string): string => `<${name}>${inside}</${name}>`;
const blocks = (nodes: readonly Block[]): string => nodes.map(block).join('\n');

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
      return element('p', inlines(node.children));
    case 'heading':
      return element(`h${node.depth}`, inlines(node.children));
    case 'thematicBreak':
      return '<hr>';
    case 'code':
      return element('pre', element('code', escapeHtml(node.value)));
    case 'blockquote':
      return element('blockquote', blocks(node.children));
    case 'list':
      return list(node);
    case 'table':
      return table(node);
  }
}

function list({ ordered, start, children }: List): string {
  const items = children
    .map(({ children: [first, ...rest], spread }) => {
      const opening =
        first?.type === 'paragraph' && !spread ? inlines(first.children) : first ? block(first) : '';
      return element('li', opening + blocks(rest));
    })
    .join('');
  if (!ordered) return element('ul', items);
  return start === 1 || start === null ? element('ol', items) : `<ol start="${Number(start)}">${items}</ol>`;
}

function table({ children: [head, ...rows] }: Table): string {
  const row = (name: 'th' | 'td', { children }: Row) =>
    element('tr', children.map((cell) => element(name, inlines(cell.children))).join(''));
  const top = head ? element('thead', row('th', head)) : '';
  return element('table', top + element('tbody', rows.map((one) => row('td', one)).join('')));
}

const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.value);
    case 'inlineCode':
      return element('code', escapeHtml(node.value));
    case 'break':
      return '<br>';
    case 'link':
      return `<a href="${escapeHtml(node.url)}">${inlines(node.children)}</a>`;
    default:
      return element(MARKS[node.type], inlines(node.children));
  }
}
