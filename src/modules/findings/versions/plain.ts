import { compareDigits, compareLists, compareText, type Scheme, VERSION_LENGTH } from './order.ts';

/**
 * The order for ecosystems nobody told us of: numbers and words part by part, whatever stands between
 * them. A missing part counts as zero, and a word stands before every number: `2.0-rc1` before `2.0`,
 * `1.9` before `1.10`, `1.0` like `1.0.0`.
 */
export const plain: Scheme = {
  parses: (version) => /^[vV]?\d/.test(version),
  compare: (a, b) => compareLists(parts(a), parts(b), '0', compareParts),
  major: (version) => /\d+/.exec(version)?.[0] ?? version,
};

const parts = (version: string): string[] =>
  version
    .slice(0, VERSION_LENGTH)
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .match(/\d+|[a-z]+/g) ?? [];

const isNumber = (part: string): boolean => /^\d/.test(part);

function compareParts(a: string, b: string): number {
  if (isNumber(a)) return isNumber(b) ? compareDigits(a, b) : 1;
  return isNumber(b) ? -1 : compareText(a, b);
}
