import type { Block, Inline, List, Root } from './tree.ts';

/** A text as several, each at most so long when rendered; what is too long by itself is halved until it fits. */
export function split(root: Root, limit: number, render: (root: Root) => string): string[] {
  const texts: string[] = [];
  let held: Block[] = [];
  const rendered = (children: Block[]) => render({ type: 'root', children });
  const close = () => {
    const text = held.length > 0 ? rendered(held) : '';
    if (text !== '') texts.push(text);
    held = [];
  };
  let used = 0;
  for (const block of root.children.flatMap((one) =>
    fitting(one, (tried) => rendered([tried]).length <= limit),
  )) {
    const length = rendered([block]).length + 2;
    if (used + length > limit + 2) {
      close();
      used = 0;
    }
    held.push(block);
    used += length;
  }
  close();
  return texts;
}

function fitting(block: Block, fits: (block: Block) => boolean): Block[] {
  if (fits(block)) return [block];
  const halves = halve(block);
  return halves === null ? [] : halves.flatMap((half) => fitting(half, fits));
}

const middle = (nodes: readonly unknown[] | string): number => Math.ceil(nodes.length / 2);

/** Null: there is nothing to halve. */
function halve(block: Block): [Block, Block] | null {
  switch (block.type) {
    case 'thematicBreak':
      return null;
    case 'code': {
      const [first, second] = halveText(block.value);
      return [
        { ...block, value: first },
        { ...block, value: second },
      ];
    }
    case 'paragraph':
    case 'heading': {
      const halves = halveInlines(block.children);
      return (
        halves && [
          { type: 'paragraph', children: halves[0] },
          { type: 'paragraph', children: halves[1] },
        ]
      );
    }
    case 'list':
      return halveList(block);
    case 'table': {
      const [head, ...rows] = block.children;
      if (rows.length < 2) {
        const cells = block.children.flatMap((row) => row.children.flatMap((cell) => cell.children));
        return halve({ type: 'paragraph', children: cells });
      }
      const at = middle(rows);
      return [
        { ...block, children: [head!, ...rows.slice(0, at)] },
        { ...block, children: [{ ...head!, children: [] }, ...rows.slice(at)] },
      ];
    }
    case 'blockquote':
      return halveChildren(block.children, (children) => ({ ...block, children }));
  }
}

/** An item alone is halved inside; its second half is no item any more. */
function halveList(list: List): [Block, Block] | null {
  const [first] = list.children;
  if (list.children.length === 1)
    return halveChildren(first!.children, (children) => ({ ...list, children: [{ ...first!, children }] }));
  const at = middle(list.children);
  return [
    { ...list, children: list.children.slice(0, at) },
    { ...list, start: list.start === null ? null : list.start + at, children: list.children.slice(at) },
  ];
}

function halveChildren(
  children: readonly Block[],
  wrap: (children: Block[]) => Block,
): [Block, Block] | null {
  if (children.length === 0) return null;
  if (children.length > 1) {
    const at = middle(children);
    return [wrap(children.slice(0, at)), wrap(children.slice(at))];
  }
  const halves = halve(children[0]!);
  return halves && [wrap([halves[0]]), wrap([halves[1]])];
}

function halveInlines(nodes: readonly Inline[]): [Inline[], Inline[]] | null {
  if (nodes.length === 0) return null;
  if (nodes.length > 1) {
    const at = middle(nodes);
    return [nodes.slice(0, at), nodes.slice(at)];
  }
  const [node] = nodes;
  if (node!.type === 'break') return null;
  if ('value' in node!) {
    const [first, second] = halveText(node.value);
    if (first === '' || second === '') return null;
    return [[{ ...node, value: first }], [{ ...node, value: second }]];
  }
  // A link whose words alone fill a section stays with its words.
  const halves = halveInlines(node!.children);
  return halves && [[{ ...node!, children: halves[0] }], [{ ...node!, children: halves[1] }]];
}

/** At a space or the end of a line near the middle, never inside a pair of surrogates. */
function halveText(text: string): [string, string] {
  const half = middle(text);
  const space = Math.max(text.lastIndexOf('\n', half), text.lastIndexOf(' ', half));
  let at = space > half / 2 ? space + 1 : half;
  if (/[\udc00-\udfff]/.test(text[at] ?? '')) at--;
  return [text.slice(0, at), text.slice(at)];
}
