import { toGithub } from '../kit/markup/github.ts';
import { parseMarkdown } from '../kit/markup/parse.ts';
import { toTextile } from '../kit/markup/textile.ts';
import type { RedmineSettings } from './settings.ts';

/** Our Markdown in the mark-up that this Redmine is set to. */
export function renderText(markdown: string, formatting: RedmineSettings['formatting']): string {
  const tree = parseMarkdown(markdown);
  return formatting === 'textile' ? toTextile(tree) : toGithub(tree);
}
