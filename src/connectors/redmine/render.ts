import { GITHUB } from '../kit/markup/github.ts';
import { parseMarkdown } from '../kit/markup/parse.ts';
import { TEXTILE } from '../kit/markup/textile.ts';
import { type Markup, truncate } from '../kit/markup/truncate.ts';
import type { RedmineSettings } from './settings.ts';

/** For the last line, which holds our marker. */
const REFERENCE_ROOM = 300;
/** What Redmine's database takes is the same in every mark-up. */
const limited = ({ render }: Markup<string>): Markup<string> => ({
  render,
  size: TEXTILE.size,
  limit: TEXTILE.limit - REFERENCE_ROOM,
});

/** Our Markdown in the mark-up that this Redmine is set to; what is too long is left out at its end. */
export const renderText = (markdown: string, formatting: RedmineSettings['formatting']): string =>
  truncate(limited(formatting === 'textile' ? TEXTILE : GITHUB), parseMarkdown(markdown));
