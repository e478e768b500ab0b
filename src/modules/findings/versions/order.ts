/** How one ecosystem orders its versions. Never throws, whatever the strings are. */
export interface VersionOrder {
  /** Whether the ecosystem itself would take this for a version. */
  parses(version: string): boolean;
  /**
   * Below zero when `a` comes before `b`, zero when neither does: a total order over all strings. What the
   * ecosystem cannot parse stands before all that it can, and among itself in the plain dotted order.
   */
  compare(a: string, b: string): number;
  /** The part whose change announces that things may break; null when the version cannot be parsed. */
  major(version: string): string | null;
}

/** What a scheme's file says: `compare` and `major` are only asked about versions that it parses. */
export interface Scheme {
  parses(version: string): boolean;
  compare(a: string, b: string): number;
  major(version: string): string;
}

/** No register has longer versions (npm's own limit); a longer string is text, not a version. */
export const VERSION_LENGTH = 256;

/** Compares two runs of digits of any length by their value. */
export function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  return x.length - y.length || compareText(x, y);
}

/** By code unit, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Compares element by element; the shorter list is filled up with `missing`. A total order as long as
 * `compare` is one over the elements and `missing`.
 */
export function compareLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  missing: Item,
  compare: (x: Item, y: Item) => number,
): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = compare(a[i] ?? missing, b[i] ?? missing);
    if (difference !== 0) return difference;
  }
  return 0;
}
