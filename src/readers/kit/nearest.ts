/** Of the known words those closest to one nobody knows, best first, at most three. */
export function nearest(
  word: string,
  known: readonly string[],
  normal = (one: string) => one.toLowerCase(),
): string[] {
  const wanted = normal(word).slice(0, 64);
  const rated = known.map((one) => ({ one, distance: distance(wanted, normal(one)) }));
  const near = rated.filter((r) => r.distance <= Math.max(2, wanted.length / 2));
  near.sort((a, b) => a.distance - b.distance || (a.one < b.one ? -1 : 1));
  return near.slice(0, 3).map((r) => r.one);
}

/** Edits between two words; one containing the other counts as close. */
function distance(a: string, b: string): number {
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
