import { escapeLines, escapeMarkdown } from '../../../kernel/markdown/escape.ts';

/** A comment of ours, as it is told on the other side. */
export interface CommentWords {
  actor: string;
  /** Plain text. */
  text: string;
  /** The ticket that it speaks of. */
  about: { key: string; url: string } | null;
}

const OURS = 'Lanekeeper';

/** As Markdown; who said it is named unless it was us. Pure. */
export function commentBody({ actor, text, about }: CommentWords): string {
  const who = actor === OURS ? [] : [`**${escapeMarkdown(actor)}**:`];
  const link = about ? [`[${escapeMarkdown(about.key)}](${about.url})`] : [];
  return [...who, escapeLines(text), ...link].join('\n\n');
}
