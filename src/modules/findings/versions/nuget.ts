import { compareDigits, compareLists, compareText, type Scheme } from './order.ts';

/**
 * NuGet: Semantic Versioning 2 with up to four numbers, words in any case, metadata ignored
 * (https://learn.microsoft.com/nuget/concepts/package-versioning).
 */
export const nuget: Scheme = {
  parses: (version) => PATTERN.test(version),
  compare: (a, b) => {
    const [x, y] = [split(a), split(b)];
    return compareLists(x.numbers, y.numbers, '0', compareDigits) || comparePreReleases(x.words, y.words);
  },
  major: (version) =>
    version
      .replace(/^v/i, '')
      .split(/[.+-]/, 1)[0]!
      .replace(/^0+(?=\d)/, ''),
};

const PATTERN = /^v?\d+(?:\.\d+){0,3}(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?(?:\+[0-9a-z.-]*)?$/i;

function split(version: string): { numbers: string[]; words: string[] } {
  const [told = ''] = version.replace(/^v/i, '').toLowerCase().split('+', 1);
  const dash = told.indexOf('-');
  return {
    numbers: (dash < 0 ? told : told.slice(0, dash)).split('.'),
    words: dash < 0 ? [] : told.slice(dash + 1).split('.'),
  };
}

function comparePreReleases(a: string[], b: string[]): number {
  // A version without words is the release itself, after all that led to it.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareLists<string | null>(a, b, null, compareWords);
}

function compareWords(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const numbers = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numbers[0] && numbers[1]) return compareDigits(a, b);
  return numbers[0] === numbers[1] ? compareText(a, b) : numbers[0] ? -1 : 1;
}
