import type { Block, Inline, Item, List, Root } from './tree.ts';

/** The text without any mark-up, for readers that have none. */
export const toText = (root: Root): string => blocks(root.children, '\n\n');

const blocks = (nodes: readonly Block[], between: string): string => nodes.map(block).join(between);

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
    case 'heading':
      return inlines(node.children);
    case 'thematicBreak':
      return '--';
    case 'code':
      return node.value;
    case 'blockquote':
      return blocks(node.children, '\n\n').replace(/^/gm, '> ');
    case 'list':
      return list(node);
    case 'table':
      return node.children
        .map((row) =>
          row.children
            .map((cell) => inlines(cell.children))
            .filter(Boolean)
            .join(' | '),
        )
        .filter(Boolean)
        .join('\n');
  }
}

const list = ({ children, start }: List): string => {
  const sign = (i: number) => (start === null ? '- ' : `${start + i}. `);
  return children.map((one, i) => item(one, sign(i))).join('\n');
};

const item = ({ children }: Item, sign: string): string =>
  sign + blocks(children, '\n').replaceAll('\n', `\n${' '.repeat(sign.length)}`);

export const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  if ('value' in node) return node.value;
  if (node.type === 'break') return '\n';
  const words = inlines(node.children);
  if (node.type !== 'link') return words;
  const shown = node.url.replace(/^mailto:/, '');
  return words.replace(/^mailto:/, '') === shown || words === '' ? shown : `${words} (${shown})`;
}
