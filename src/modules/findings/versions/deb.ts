import { compareDigits, compareText, type Scheme } from './order.ts';

/** Debian and Ubuntu: Debian Policy 5.6.12 (https://www.debian.org/doc/debian-policy/ch-controlfields.html#version). */
export const deb: Scheme = {
  parses: (version) => PATTERN.test(version),
  compare: (a, b) => {
    const [x, y] = [split(a), split(b)];
    return (
      compareDigits(x.epoch, y.epoch) ||
      compareRuns(x.upstream, y.upstream) ||
      compareRuns(x.revision, y.revision)
    );
  },
  major: (version) => {
    const { epoch, upstream } = split(version);
    const number = /\d+/.exec(upstream)?.[0] ?? upstream;
    return Number(epoch) === 0 ? number : `${epoch}:${number}`;
  },
};

const PATTERN = /^(?:\d{1,10}:)?[A-Za-z0-9][A-Za-z0-9.+~:-]*$/;

function split(version: string): { epoch: string; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '0' : version.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    // A missing revision is like `0`, which is like nothing.
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

/** Alternately a run without digits, letter by letter, and a run of digits, by value. */
function compareRuns(a: string, b: string): number {
  const x: string[] = a.match(/\d+|\D+/g) ?? [];
  const y: string[] = b.match(/\d+|\D+/g) ?? [];
  // Both begin with a run of words, empty when the text begins with a digit.
  if (/^\d/.test(a)) x.unshift('');
  if (/^\d/.test(b)) y.unshift('');
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [left = '', right = ''] = [x[i], y[i]];
    const difference = i % 2 === 1 ? compareDigits(left, right) : compareWords(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareWords(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = weight(a[i]) - weight(b[i]);
    if (difference !== 0) return difference;
  }
  return compareText(a, b);
}

/** Tilde before the end, the end before letters, letters before everything else. */
function weight(char: string | undefined): number {
  if (char === '~') return -1;
  if (char === undefined) return 0;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
}
