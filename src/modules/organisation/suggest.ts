/**
 * The known word nearest to what was written, if near enough to have been meant: at most a third of its
 * letters differ (restricted Damerau-Levenshtein: a swap of neighbours is one slip).
 */
export function suggest(written: string, known: Iterable<string>): string | null {
  const wanted = written.toLowerCase().slice(0, 64);
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const word of known) {
    if (Math.abs(word.length - wanted.length) >= bestDistance) continue;
    const found = distance(wanted, word.toLowerCase());
    if (found < bestDistance) [best, bestDistance] = [word, found];
  }
  return best ?? prefixMatch(wanted, known);
}

/** `payments` for `payments-core`: one is the beginning of the other. */
function prefixMatch(wanted: string, known: Iterable<string>): string | null {
  if (wanted.length < 4) return null;
  for (const word of known) {
    const other = word.toLowerCase();
    if (other.startsWith(wanted) || (other.length >= 4 && wanted.startsWith(other))) return word;
  }
  return null;
}

function distance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, older[j - 2]! + 1);
      row.push(cost);
    }
    older = old;
    old = row;
  }
  return old[b.length]!;
}
