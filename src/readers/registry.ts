import type { Reader, ReaderEntry } from './reader.ts';
import { ENTRIES } from './registry.gen.ts';

/** Every reader, sorted by id; made from the folders by `npm run generate`. */
export const READERS: readonly ReaderEntry[] = ENTRIES;

let loaded: Promise<readonly Reader[]> | undefined;

/** All of them, loaded once: recognition asks each. */
export const loadReaders = (): Promise<readonly Reader[]> => {
  loaded ??= Promise.all(READERS.map((entry) => entry.load()));
  return loaded;
};

const normal = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** By id or alias, whatever the case; spaces, `-` and `_` count alike. */
export function findReader(name: string): ReaderEntry | null {
  const wanted = normal(name);
  return (
    READERS.find(
      ({ id, aliases }) => normal(id) === wanted || aliases.some((one) => normal(one) === wanted),
    ) ?? null
  );
}

/** Ids and aliases closest to a name nobody knows, best first, at most three. */
export function nearestNames(name: string): string[] {
  const wanted = normal(name);
  const names = READERS.flatMap(({ id, aliases }) => [id, ...aliases]);
  const rated = names.map((known) => ({ known, distance: distance(wanted, normal(known)) }));
  const near = rated.filter((r) => r.distance <= Math.max(2, wanted.length / 2));
  near.sort((a, b) => a.distance - b.distance || (a.known < b.known ? -1 : 1));
  return near.slice(0, 3).map((r) => r.known);
}

/** Edits between two names; one containing the other counts as close. */
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
