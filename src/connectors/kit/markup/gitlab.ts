import { APART, hostMarkdown } from './markdown.ts';
import type { Root } from './tree.ts';
import { characters, type Markup } from './truncate.ts';

/**
 * Mentions, references by their signs (issues `#`, merge requests `!`, snippets `$`, labels `~`, milestones `%`, epics
 * `&`, iterations `*`), references in brackets, addresses, short names of pictures, formulas. Source: "GitLab Flavored
 * Markdown" of GitLab's documentation.
 */
const MAGIC =
  /[@~%](?=[\w"-])|[#!&](?=\d)|\*(?=iteration)|\bGL-(?=\d)|:(?=\\?\/\/)|\bwww(?=\.)|:(?=[\w+-]{1,50}:)|(?<=\[[a-z_]{1,20}):|\$/gi;
const DRAWN = new Set(['math', 'mermaid', 'plantuml', 'kroki', 'geojson', 'suggestion']);

/** A line that begins with `/close` is a command ("GitLab quick actions"). */
const defuse = (text: string, atLineStart: boolean): string => {
  const quiet = text.replace(MAGIC, (found) => (found === '$' ? `&#36;${APART}` : found + APART));
  return atLineStart && quiet.startsWith('/') ? `\\${quiet}` : quiet;
};

/** The text in GitLab's Markdown: it mentions nobody, refers to nothing by itself and commands nothing. */
export const toGitlab = (root: Root): string => hostMarkdown(root, { defuse, drawn: DRAWN });

/** "Size of issue, merge request and epic descriptions", GitLab application limits. */
export const GITLAB: Markup<string> = { render: toGitlab, size: characters, limit: 1_048_576 };
