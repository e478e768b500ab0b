import { compareDigits, compareText, type Scheme } from './order.ts';

/**
 * RPM: epoch, version, release, each but the epoch by rpmvercmp with `~` (before) and `^` (after)
 * (https://rpm-software-management.github.io/rpm/man/rpm-version.7). A missing release comes before any.
 */
export const rpm: Scheme = {
  parses: (version) => PATTERN.test(version),
  compare: (a, b) => {
    const [x, y] = [split(a), split(b)];
    return (
      compareDigits(x.epoch, y.epoch) || rpmvercmp(x.version, y.version) || rpmvercmp(x.release, y.release)
    );
  },
  major: (text) => {
    const { epoch, version } = split(text);
    const number = /\d+/.exec(version)?.[0] ?? version;
    return Number(epoch) === 0 ? number : `${epoch}:${number}`;
  },
};

const PATTERN = /^(?:\d{1,10}:)?[A-Za-z0-9][A-Za-z0-9._+~^]*(?:-[A-Za-z0-9._+~^]+)?$/;

function split(text: string): { epoch: string; version: string; release: string } {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  const dash = rest.indexOf('-');
  return {
    epoch: colon < 0 ? '0' : text.slice(0, colon),
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

function rpmvercmp(a: string, b: string): number {
  const x = segments(a);
  const y = segments(b);
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = compareSegments(x[i], y[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Separators only separate. */
const segments = (text: string): string[] => text.match(/\d+|[A-Za-z]+|~|\^/g) ?? [];

function compareSegments(a: string | undefined, b: string | undefined): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0 || a === undefined || b === undefined) return difference;
  return rank(a) === 4 ? compareDigits(a, b) : compareText(a, b);
}

/** `~` before the end, the end before `^`, that before words, words before numbers. */
function rank(segment: string | undefined): number {
  if (segment === undefined) return 1;
  if (segment === '~') return 0;
  if (segment === '^') return 2;
  return /^\d/.test(segment) ? 4 : 3;
}
