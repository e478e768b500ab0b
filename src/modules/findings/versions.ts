/**
 * Orders two versions by their numbers and words, part by part (`1.10.0` after `1.9`, `2.0-rc1` before
 * `2.0`): right for the schemes whose reports carry plain dotted versions.
 */
export function compareVersions(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const x = left[i];
    const y = right[i];
    if (x === y) continue;
    // A missing part stands before a number, and after a word such as `rc`.
    if (x === undefined) return typeof y === 'number' ? (y === 0 ? 0 : -1) : 1;
    if (y === undefined) return typeof x === 'number' ? (x === 0 ? 0 : 1) : -1;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    if (typeof x === 'number') return 1;
    if (typeof y === 'number') return -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

const parts = (version: string): (string | number)[] =>
  (version.toLowerCase().match(/\d+|[a-z]+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));

/**
 * The smallest version that removes every finding that can be removed: for each finding the smallest
 * fixing version above the one in use (its own release line where it has one), of all of these the greatest.
 * Null when no finding has a fix.
 */
export function smallestFixing(
  findings: { version: string | null; fixedVersions: string[] | null }[],
): string | null {
  let target: string | null = null;
  for (const { version, fixedVersions } of findings) {
    const newer = (fixedVersions ?? []).filter((fixed) => !version || compareVersions(fixed, version) > 0);
    const sorted = newer.toSorted(compareVersions);
    const needed = sorted[0];
    if (needed && (target === null || compareVersions(needed, target) > 0)) target = needed;
  }
  return target;
}
