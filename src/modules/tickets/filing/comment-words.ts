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
  const said = text.split(/\r?\n/).map((line) => escaped(line.trim()));
  const words = [...(actor === OURS ? [] : [`**${escaped(actor)}**:`]), ...said].join('\n');
  return about ? `${words}\n\n[${escaped(about.key)}](${about.url})` : words;
}

/** CommonMark takes a backslash before any mark of ASCII: what people wrote stays what they wrote. */
const escaped = (text: string): string => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
