/** Longest title; a tracker's own limit is 255. */
const TITLE = 120;
/** As much as the page takes. */
const TEXT = 20_000;

/** Text from a chat or a tracker as our columns keep it: no control characters but line ends and tabs. */
export const cleanText = (text: string, longest = TEXT): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
    .slice(0, longest)
    .toWellFormed();

/** The first line that says something, without the marks of a heading or a list. */
export function titleOf(text: string): string {
  const line = text
    .split('\n')
    .map((one) =>
      one
        .replace(/^[\s#>*+-]+/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .find((one) => one !== '');
  if (line === undefined) return 'An ask';
  if (line.length <= TITLE) return line;
  const cut = line.slice(0, TITLE - 1).toWellFormed();
  const space = cut.lastIndexOf(' ');
  return `${space > TITLE / 2 ? cut.slice(0, space) : cut}…`;
}
