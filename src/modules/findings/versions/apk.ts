import { compareDigits, compareText, type Scheme } from './order.ts';

/** Alpine, Wolfi: the order of apk-tools (https://gitlab.alpinelinux.org/alpine/apk-tools, doc/apk-package.5). */
export const apk: Scheme = {
  parses: (version) => PATTERN.test(version),
  compare: (a, b) => {
    const [x, y] = [tokens(a), tokens(b)];
    for (let i = 0; i < Math.max(x.length, y.length); i++) {
      const [left = END, right = END] = [x[i], y[i]];
      const difference = left.rank - right.rank || compareValues(left, right, i);
      if (difference !== 0) return difference;
    }
    return 0;
  },
  major: (version) => /^\d+/.exec(version)![0],
};

const BEFORE = ['alpha', 'beta', 'pre', 'rc'];
const AFTER = ['cvs', 'svn', 'git', 'hg', 'p'];
const PATTERN =
  /^\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*(?:~[0-9a-f]+)?(?:-r\d+)?$/;

interface Token {
  /** Of two tokens in one place the greater rank is the greater version. */
  rank: number;
  value: string;
}

const [RANK_BEFORE, RANK_END, RANK_REVISION, RANK_HASH, RANK_AFTER, RANK_LETTER, RANK_NUMBER] = [
  0, 20, 21, 22, 40, 60, 61,
];
const END: Token = { rank: RANK_END, value: '' };

const tokens = (version: string): Token[] =>
  (version.match(/^\d+|\.\d+|_[a-z]+\d*|~[0-9a-f]+|-r\d+|[a-z]/g) ?? []).map(tokenOf);

function tokenOf(text: string): Token {
  const suffix = /^_([a-z]+)(\d*)$/.exec(text);
  if (suffix) {
    const [, word = '', value = ''] = suffix;
    const before = BEFORE.indexOf(word);
    return { rank: before >= 0 ? RANK_BEFORE + before : RANK_AFTER + AFTER.indexOf(word), value };
  }
  if (text.startsWith('-r')) return { rank: RANK_REVISION, value: text.slice(2) };
  if (text.startsWith('~')) return { rank: RANK_HASH, value: text };
  if (/^[a-z]/.test(text)) return { rank: RANK_LETTER, value: text };
  return { rank: RANK_NUMBER, value: text.replace('.', '') };
}

function compareValues(a: Token, b: Token, position: number): number {
  if (a.rank === RANK_LETTER || a.rank === RANK_HASH) return compareText(a.value, b.value);
  // After the first dot a leading zero makes a fraction of it: 1.02 comes before 1.1.
  const fraction =
    a.rank === RANK_NUMBER && position > 0 && [a.value, b.value].some((value) => value.startsWith('0'));
  return fraction ? compareText(a.value, b.value) : compareDigits(a.value, b.value);
}
