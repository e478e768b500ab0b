/** Any text as Markdown that shows it as it is, on one line: CommonMark lets every sign of ASCII be escaped. */
export const escaped = (text: string): string => oneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');

/** For titles and subjects: no line break, no control character. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();

export const link = (words: string, url: string): string => `[${escaped(words)}](<${url}>)`;

export const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** `a, b and c` */
export const listed = (parts: readonly string[]): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
