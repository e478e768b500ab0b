import { APART, hostMarkdown } from './markdown.ts';
import type { Root } from './tree.ts';
import { characters, type Markup } from './truncate.ts';

/**
 * Mentions of people and teams, `#12` and `GH-12`, addresses, short names of pictures, formulas. Source: "Autolinked
 * references and URLs" and "Basic writing and formatting syntax" of GitHub's documentation.
 */
const MAGIC = /@(?=[\w-])|#(?=\d)|\bGH-(?=\d)|:(?=\\?\/\/)|\bwww(?=\.)|:(?=[\w+-]{1,50}:)|\$/gi;
const DRAWN = new Set(['math', 'mermaid', 'geojson', 'topojson', 'stl', 'suggestion']);

const defuse = (text: string): string =>
  text.replace(MAGIC, (found) => (found === '$' ? '&#36;' : found + APART));

/** The text in GitHub's Markdown: it mentions nobody and refers to nothing by itself. */
export const toGithub = (root: Root): string => hostMarkdown(root, { defuse, drawn: DRAWN });

/** "body is too long (maximum is 65536 characters)", says its API. */
export const GITHUB: Markup<string> = { render: toGithub, size: characters, limit: 65_536 };
