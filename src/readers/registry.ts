import { nearest } from './kit/nearest.ts';
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
export const nearestNames = (name: string): string[] =>
  nearest(
    name,
    READERS.flatMap(({ id, aliases }) => [id, ...aliases]),
    normal,
  );
