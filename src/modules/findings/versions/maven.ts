import { compareDigits, compareLists, compareText, type Scheme } from './order.ts';

/**
 * Maven: tokens with the separator before each, as the POM reference orders them
 * (https://maven.apache.org/pom.html#version-order-specification).
 */
export const maven: Scheme = {
  parses: (version) => /^[vV]?\d[\w.+~-]*$/.test(version),
  compare: (a, b) => compareLists(tokensOf(a), tokensOf(b), NOTHING, compareTokens),
  major: (version) => /\d+/.exec(version)![0].replace(/^0+(?=\d)/, ''),
};

interface Token {
  /** Words before numbers after a hyphen, those before numbers after a dot: 1-foo < 1-1 < 1.1. */
  rank: 'word' | 'hyphen' | 'dot';
  value: string;
}

const NOTHING: Token = { rank: 'word', value: '' };
const RANKS = ['word', 'hyphen', 'dot'];
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const SHORT = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);
const SAME = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);

function tokensOf(version: string): Token[] {
  const tokens: Token[] = [];
  const text = version.toLowerCase().replace(/^v/, '');
  // A change between digits and letters separates like a hyphen.
  for (const match of text.matchAll(/([.-]?)(\d+|[^\d.-]+|(?<=[.-]))/g)) {
    const [all, separator = '', value = ''] = match;
    const token = tokenOf(separator, value || '0', text[match.index + all.length]);
    const first = match.index === 0;
    // What says nothing at the end of a part says nothing at all: 1.0-rc is 1-rc.
    if (token.rank !== 'dot' && !first) dropNothing(tokens);
    tokens.push(first ? { ...token, rank: 'dot' } : token);
  }
  dropNothing(tokens);
  return tokens;
}

function tokenOf(separator: string, value: string, next: string | undefined): Token {
  if (/^\d/.test(value)) return { rank: separator === '.' ? 'dot' : 'hyphen', value };
  const word = (/\d/.test(next ?? '') && SHORT.get(value)) || value;
  return { rank: 'word', value: SAME.get(word) ?? word };
}

function dropNothing(tokens: Token[]): void {
  while (/^0*$/.test(tokens.at(-1)?.value ?? '1')) tokens.pop();
}

function compareTokens(a: Token, b: Token): number {
  if (a.rank !== b.rank) return RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank);
  if (a.rank !== 'word') return compareDigits(a.value, b.value);
  const [x, y] = [WORDS.indexOf(a.value), WORDS.indexOf(b.value)];
  if (x >= 0 && y >= 0) return x - y;
  // Words nobody has defined come after all others, by the alphabet.
  return x < 0 && y < 0 ? compareText(a.value, b.value) : x < 0 ? 1 : -1;
}
