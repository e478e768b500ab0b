import type { Nodes, Root as ParsedRoot, Table as ParsedTable, PhrasingContent } from 'mdast';
import { visible } from '../../../kernel/markdown/visible.ts';
import type { Block, Cell, Inline, Item, Root, Table } from './tree.ts';
import { webLink } from './web-link.ts';

/** Lists in quotes in lists: deeper ones become their text. Every mark-up walks the tree by recursion. */
const MAX_DEPTH = 8;
/** Rows are filled up to the width of the head: one wide head over many short rows would be millions of cells. */
const MAX_CELLS = 20_000;
const LANGUAGE = /^[\w+#.-]{1,30}$/;

/** Only what `tree.ts` names; all else becomes its text. */
export const cleanRoot = ({ children }: ParsedRoot): Root => ({
  type: 'root',
  children: blocks(children, 0),
});

const blocks = (nodes: readonly Nodes[], depth: number): Block[] =>
  nodes.flatMap((node) => block(node, depth) ?? []);

function block(node: Nodes, depth: number): Block | null {
  switch (node.type) {
    case 'paragraph':
      return { type: 'paragraph', children: inlines(node.children, 0) };
    case 'heading':
      return { type: 'heading', depth: node.depth, children: inlines(node.children, 0) };
    case 'thematicBreak':
      return { type: 'thematicBreak' };
    case 'code':
      return { type: 'code', lang: LANGUAGE.test(node.lang ?? '') ? node.lang! : null, value: node.value };
    case 'table':
      return isLarge(node) ? asText(node) : table(node);
    case 'blockquote':
      if (depth >= MAX_DEPTH) return asText(node);
      return { type: 'blockquote', children: blocks(node.children, depth + 1) };
    case 'list': {
      if (depth >= MAX_DEPTH) return asText(node);
      const { ordered, start, spread, children } = node;
      const items = children.map(
        (item): Item => ({
          type: 'listItem',
          spread: item.spread === true,
          children: blocks(item.children, depth + 1),
        }),
      );
      const first = ordered ? (start ?? 1) : null;
      return {
        type: 'list',
        ordered: ordered === true,
        start: first,
        spread: spread === true,
        children: items,
      };
    }
    default:
      return asText(node);
  }
}

const isLarge = ({ children: rows }: ParsedTable): boolean =>
  rows.length * (rows[0]?.children.length ?? 0) > MAX_CELLS;

function table({ align, children }: ParsedTable): Table {
  const width = children[0]?.children.length ?? 0;
  const cell = (nodes: readonly PhrasingContent[] = []): Cell => ({
    type: 'tableCell',
    children: inlines(nodes, 0),
  });
  return {
    type: 'table',
    align: Array.from({ length: width }, (_, i) => align?.[i] ?? null),
    children: children.map((row) => ({
      type: 'tableRow',
      children: Array.from({ length: width }, (_, i) => cell(row.children[i]?.children)),
    })),
  };
}

const inlines = (nodes: readonly Nodes[], depth: number): Inline[] =>
  joined(nodes.flatMap((node) => inline(node, depth)));

function inline(node: Nodes, depth: number): Inline[] {
  switch (node.type) {
    case 'text':
      return textOf(node.value);
    case 'inlineCode':
      return node.value === ''
        ? []
        : [{ type: 'inlineCode', value: visible(node.value).replaceAll('\n', ' ') }];
    case 'break':
      return [{ type: 'break' }];
    case 'image':
      return linkOf(node.url, textOf(node.alt || node.url));
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link': {
      if (depth >= MAX_DEPTH) return textOf(wordsOf(node));
      const children = inlines(node.children, depth + 1);
      if (children.length === 0) return [];
      return node.type === 'link' ? linkOf(node.url, children) : [{ type: node.type, children }];
    }
    default:
      return textOf(wordsOf(node));
  }
}

/** A link that leads nowhere good says where it would have led. */
function linkOf(address: string, children: Inline[]): Inline[] {
  const url = webLink(address);
  return url === null ? [...children, ...textOf(` (${address})`)] : [{ type: 'link', url, children }];
}

/** Once more without what is not seen: an entity may have brought it. */
function textOf(value: string): Inline[] {
  const line = visible(value).replace(/[ \t]*\n[ \t]*/g, ' ');
  return line === '' ? [] : [{ type: 'text', value: line }];
}

/** Neighbouring texts are one, so that what is looked for in a text is not hidden by a seam. */
function joined(nodes: Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.type === 'text' && last?.type === 'text')
      out[out.length - 1] = { type: 'text', value: last.value + node.value };
    else out.push(node);
  }
  return out;
}

function asText(node: Nodes): Block | null {
  const children = textOf(wordsOf(node));
  return children.length === 0 ? null : { type: 'paragraph', children };
}

/** All words below a node, without recursion: it may be deep. */
function wordsOf(node: Nodes): string {
  const words: string[] = [];
  const stack: Nodes[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if ('value' in next) words.push(next.value);
    else if ('alt' in next && next.alt) words.push(next.alt);
    else if ('children' in next) stack.push(...next.children.toReversed());
  }
  return words.join(' ');
}
