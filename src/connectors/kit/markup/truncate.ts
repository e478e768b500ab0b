import type { Block, Cell, Inline, Item, Root, Row } from './tree.ts';

/** A mark-up, and how long a text in it may be. */
export interface Markup<Out> {
  render(root: Root): Out;
  /** In the units of `limit`. */
  size(out: Out): number;
  limit: number;
}

export const characters = (text: string): number => text.length;

/**
 * The text in a mark-up, at most as long as it may be. What does not fit is left out at the end, nothing is cut in two,
 * and the last words lead to the whole.
 * @param whole where the whole text stands; what we write ends with a link to it
 */
export function truncate<Out>(markup: Markup<Out>, root: Root, whole: string | null = lastLink(root)): Out {
  const { render, size, limit } = markup;
  const all = render(root);
  if (size(all) <= limit) return all;
  const ended = (kept: number) =>
    render({ type: 'root', children: [...cut(root, kept).children, more(whole)] });
  // Every character kept takes at least one, so the answer lies below the limit.
  let [low, high, best] = [0, limit, ended(0)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const tried = ended(middle);
    if (size(tried) <= limit) [low, best] = [middle, tried];
    else high = middle - 1;
  }
  return best;
}

function more(url: string | null): Block {
  if (url === null) return { type: 'paragraph', children: [{ type: 'text', value: '…' }] };
  const link: Inline = {
    type: 'link',
    url,
    children: [{ type: 'text', value: 'Read the rest in Lanekeeper' }],
  };
  return { type: 'paragraph', children: [{ type: 'text', value: '… ' }, link] };
}

/** Null: it has none. */
function lastLink(node: Root | Block | Inline | Item | Row | Cell): string | null {
  if (node.type === 'link') return node.url;
  if (!('children' in node)) return null;
  for (const child of node.children.toReversed()) {
    const found = lastLink(child);
    if (found !== null) return found;
  }
  return null;
}

/** The first so many characters of a text, as a text of the same form. */
function cut(root: Root, kept: number): Root {
  return { type: 'root', children: cutBlocks(root.children, { left: kept }) };
}

/** What may still be taken. */
interface Budget {
  left: number;
}

/** Stops at the first that is not whole: nothing that comes later may stand before what was left out. */
function taken<Node>(nodes: readonly Node[], budget: Budget, take: (node: Node) => Node | null): Node[] {
  const kept: Node[] = [];
  for (const node of nodes) {
    if (budget.left <= 0) break;
    const one = take(node);
    if (one !== null) kept.push(one);
  }
  return kept;
}

const cutBlocks = (blocks: readonly Block[], budget: Budget): Block[] =>
  taken(blocks, budget, (block) => cutBlock(block, budget));

function cutBlock(block: Block, budget: Budget): Block | null {
  switch (block.type) {
    case 'thematicBreak':
      budget.left -= 1;
      return block;
    case 'code':
      return { ...block, value: cutText(block.value, budget) };
    case 'paragraph':
    case 'heading':
      return nonEmpty({ ...block, children: cutInlines(block.children, budget) });
    case 'blockquote':
      return nonEmpty({ ...block, children: cutBlocks(block.children, budget) });
    case 'list':
      return nonEmpty({
        ...block,
        children: taken(block.children, budget, (item) => {
          budget.left -= 1;
          return { ...item, children: cutBlocks(item.children, budget) };
        }),
      });
    case 'table': {
      const rows = taken(block.children, budget, (row) => {
        budget.left -= row.children.reduce((sum, { children }) => sum + 1 + lengthOf(children), 0);
        return budget.left < 0 ? null : row;
      });
      return rows.length < 2 ? null : { ...block, children: rows };
    }
  }
}

const nonEmpty = <Node extends { children: unknown[] }>(node: Node): Node | null =>
  node.children.length > 0 ? node : null;

const cutInlines = (nodes: readonly Inline[], budget: Budget): Inline[] =>
  taken(nodes, budget, (node) => {
    switch (node.type) {
      case 'break':
        budget.left -= 1;
        return node;
      case 'text':
      case 'inlineCode': {
        const value = cutText(node.value, budget);
        return value === '' ? null : { ...node, value };
      }
      default:
        return nonEmpty({ ...node, children: cutInlines(node.children, budget) });
    }
  });

const lengthOf = (nodes: readonly Inline[]): number =>
  nodes.reduce((sum, node) => {
    if ('value' in node) return sum + node.value.length;
    return sum + ('children' in node ? lengthOf(node.children) : 1);
  }, 0);

/** A pair of surrogates, and a letter with its marks, stay together. */
function cutText(text: string, budget: Budget): string {
  const room = budget.left;
  budget.left -= text.length;
  if (text.length <= room) return text;
  let end = room;
  while (end > 0 && end > room - 64 && JOINS.test(text.slice(end, end + 2))) end--;
  return text
    .slice(0, end)
    .toWellFormed()
    .replace(/\ufffd$/, '')
    .trimEnd();
}
const JOINS = /^(?:\p{M}|\u200c|\u200d|\ufe0e|\ufe0f|[\udc00-\udfff])/u;
