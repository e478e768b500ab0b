import { createElement, Fragment, type ReactNode } from 'react';
import { t } from '../texts/t.ts';
import classes from './markdown.module.css';
import { type Block, parseMarkdown } from './markdown-blocks.ts';
import type { Inline } from './markdown-inline.ts';

/** Longer texts are cut: a page is no place for them, and the report keeps them whole. */
const MAX_CHARACTERS = 30_000;

function inline(tokens: readonly Inline[]): ReactNode {
  return createElement(Fragment, null, ...tokens.map(inlineOne));
}

function inlineOne(token: Inline): ReactNode {
  switch (token.type) {
    case 'text':
      return token.text;
    case 'code':
      return <code>{token.text}</code>;
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{inline(token.children)}</strong>;
    case 'emphasis':
      return <em>{inline(token.children)}</em>;
    case 'link':
      return (
        <a href={token.href} target="_blank" rel="noopener noreferrer nofollow" className="link">
          {inline(token.children)}
        </a>
      );
  }
}

function blocksOf(blocks: readonly Block[]): ReactNode {
  return createElement(Fragment, null, ...blocks.map(blockOne));
}

/** A single paragraph in a list item stands without its own margins. */
const itemOf = (blocks: Block[]) =>
  blocks.length > 0 && blocks[0]!.type === 'paragraph' ? (
    <>
      {inline(blocks[0]!.children)}
      {blocksOf(blocks.slice(1))}
    </>
  ) : (
    blocksOf(blocks)
  );

function blockOne(block: Block): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return <p>{inline(block.children)}</p>;
    case 'heading':
      return createElement(`h${block.level}`, null, inline(block.children));
    case 'code':
      return createElement('pre', null, <code>{block.text}</code>);
    case 'quote':
      return <blockquote>{blocksOf(block.blocks)}</blockquote>;
    case 'list': {
      const items = block.items.map((item) => createElement('li', null, itemOf(item)));
      return createElement(
        block.ordered ? 'ol' : 'ul',
        block.ordered ? { start: block.start } : null,
        ...items,
      );
    }
    case 'table':
      return tableOf(block.head, block.rows);
    case 'rule':
      return <hr />;
  }
}

/** The order of cells is all they are, so they are children by position and need no keys. */
const rowOf = (element: 'th' | 'td', cells: Inline[][]) =>
  createElement('tr', null, ...cells.map((cell) => createElement(element, null, inline(cell))));

function tableOf(head: Inline[][], rows: Inline[][][]) {
  return (
    <div className={classes.wide}>
      <table>
        <thead>{rowOf('th', head)}</thead>
        {createElement('tbody', null, ...rows.map((row) => rowOf('td', row)))}
      </table>
    </div>
  );
}

/** Shows Markdown from a report or a person as React elements: no raw HTML, only http(s) links. */
export function Markdown({ text }: { text: string }) {
  const cut = text.length > MAX_CHARACTERS;
  return (
    <div className={classes.text}>
      {blocksOf(parseMarkdown(cut ? text.slice(0, MAX_CHARACTERS) : text))}
      {cut && <p className="quiet">{t('The rest is left out here; the report itself keeps all of it.')}</p>}
    </div>
  );
}
