import { gfmToMarkdown } from 'mdast-util-gfm';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import type { Block, Root } from './tree.ts';

/** What a code host makes of plain words: mentions, references, commands. */
export interface Magic {
  /** Takes it from a text that is Markdown already; whatever it puts in is not seen. */
  defuse(markdown: string, atLineStart: boolean): string;
  /** Languages of code blocks that are drawn instead of shown. */
  drawn: ReadonlySet<string>;
}

/** A space that is not seen, as an entity: it parts what would otherwise be a mention. */
export const APART = '&#8203;';

const FORM: Options = {
  bullet: '-',
  emphasis: '_',
  fences: true,
  listItemIndent: 'one',
  resourceLink: true,
  rule: '-',
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
};

/** The text in the Markdown of a code host: our own, with nothing in it that the host would act on. */
export function hostMarkdown(root: Root, { defuse, drawn }: Magic): string {
  const handlers: Options['handlers'] = {
    text: (node: { value: string }, _parent, state, info) =>
      defuse(state.safe(node.value, info), info.before === '\n'),
  };
  return toMarkdown(
    { type: 'root', children: plainCode(root.children, drawn) },
    { ...FORM, handlers },
  ).trimEnd();
}

function plainCode(blocks: readonly Block[], drawn: ReadonlySet<string>): Block[] {
  return blocks.map((block): Block => {
    if (block.type === 'code' && drawn.has(block.lang?.toLowerCase() ?? '')) return { ...block, lang: null };
    if (block.type === 'blockquote') return { ...block, children: plainCode(block.children, drawn) };
    if (block.type !== 'list') return block;
    const items = block.children.map((item) => ({ ...item, children: plainCode(item.children, drawn) }));
    return { ...block, children: items };
  });
}
