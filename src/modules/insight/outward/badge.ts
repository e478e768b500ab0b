import { escaped } from './markup.ts';
import type { TicketCounts } from './wall-of.ts';

/** Badges are small: a longer name is cut. */
const LONGEST = 40;
const PAD = 7;
const SIGN_WIDTH = 6.6;

/** "2 overdue", "3 due soon", "12 open", "nothing open". */
export function badgeWords({ open, overdue, dueSoon }: TicketCounts): { words: string; colour: string } {
  if (overdue > 0) return { words: `${overdue.toLocaleString('en')} overdue`, colour: '#b42318' };
  if (dueSoon > 0) return { words: `${dueSoon.toLocaleString('en')} due soon`, colour: '#8a5a00' };
  if (open > 0) return { words: `${open.toLocaleString('en')} open`, colour: '#3b5b7a' };
  return { words: 'nothing open', colour: '#2f6b4f' };
}

/** A badge as SVG without scripts, styles or links. Counts only: what is open says where to attack. */
export function badgeSvg(title: string, counts: TicketCounts): string {
  const { words, colour } = badgeWords(counts);
  const signs = [...title];
  const label = signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join('')}…` : title;
  const widthOf = (text: string) => Math.round([...text].length * SIGN_WIDTH + 2 * PAD);
  const [left, right] = [widthOf(label), widthOf(words)];
  const spoken = escaped(`${label}: ${words}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${spoken}">
<title>${spoken}</title>
<rect width="${left + right}" height="20" rx="4" fill="#2b3138"/>
<path d="M${left} 0h${right - 4}a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4h-${right - 4}z" fill="${colour}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="${PAD}" y="14" textLength="${left - 2 * PAD}" lengthAdjust="spacingAndGlyphs">${escaped(label)}</text>
<text x="${left + PAD}" y="14" textLength="${right - 2 * PAD}" lengthAdjust="spacingAndGlyphs">${escaped(words)}</text>
</g>
</svg>
`;
}
