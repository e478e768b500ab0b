import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { visible } from '../../../kernel/markdown/visible.ts';
import { bounded } from './bounds.ts';
import { cleanRoot } from './clean.ts';
import type { Root } from './tree.ts';

/**
 * Left out of CommonMark and GFM: what comes from outside could make something of it that nobody meant. HTML is text,
 * nothing is a link that was not written as one, and indented lines stay paragraphs.
 */
const LEFT_OUT = [
  'htmlFlow',
  'htmlText',
  'definition',
  'codeIndented',
  'setextUnderline',
  'wwwAutolink',
  'protocolAutolink',
  'emailAutolink',
  'gfmFootnoteDefinition',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
  'tasklistCheck',
];
const SYNTAX = [gfm({ singleTilde: false }), { disable: { null: LEFT_OUT } }];
/** The one with a transform of its own looks for links in plain text. */
const TREE = gfmFromMarkdown().filter(({ transforms }) => !transforms);

/**
 * Reads our own Markdown: CommonMark with tables and ~~strikethrough~~. Never throws; what is too long, too deep or
 * leads to anything but http, https and mailto becomes text.
 */
export const parseMarkdown = (text: string): Root =>
  cleanRoot(fromMarkdown(bounded(visible(text)), { extensions: SYNTAX, mdastExtensions: TREE }));
