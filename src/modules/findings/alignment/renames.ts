import { likeness } from './similarity.ts';

/** The findings of one path as tokens: equal tokens mean the same rule and the same text. */
export type Files = ReadonlyMap<string, readonly string[]>;

/** A renamed file keeps at least half of its lines: git's own measure of a rename. */
const KEPT = 0.5;
/** Findings are a small sample of the lines: where the name speaks for it too, a quarter of them is enough. */
const KEPT_WITH_NAME = 0.25;
/** One line that no other file has, or a name that fits and lines that do not contradict. */
const ENOUGH = 1;
/** A name that keeps half of itself (`dns-cf.sh`, `dns_cf.sh`) fits. */
const ALIKE_NAME = 0.5;
/** What a file's name says, in lines that no other file has. */
const SAME_NAME = 1;
const SAME_FOLDER = 0.5;
/** Lines that stand in more files say too little to look all of them up. */
const MOST_FILES = 50;

export interface Rename {
  to: string;
  /** Half of the file or more was kept; of a rewritten one only its unchanged lines are the same. */
  whole: boolean;
}

/**
 * Which of the paths that are gone became which of the paths that are new. Evidence are the lines that both have, each
 * counting the less the more files hold it, and the names; the strongest pair is taken first, each path once.
 */
export function inferRenames(gone: Files, fresh: Files): Map<string, Rename> {
  const pairs: (Rename & { from: string; strength: number })[] = [];
  const holders = filesByToken(fresh);
  const rarity = rarityOf(gone, fresh);
  const names = byLastName(fresh);
  for (const [from, tokens] of gone) {
    for (const to of candidates(from, tokens, holders, names)) {
      const { strength, whole } = compareFiles(from, tokens, to, fresh.get(to)!, rarity);
      if (strength >= ENOUGH) pairs.push({ from, to, whole, strength });
    }
  }
  pairs.sort((x, y) => y.strength - x.strength || compare(x.from, y.from) || compare(x.to, y.to));
  const renames = new Map<string, Rename>();
  const taken = new Set<string>();
  for (const { from, to, whole } of pairs) {
    if (renames.has(from) || taken.has(to)) continue;
    renames.set(from, { to, whole });
    taken.add(to);
  }
  return renames;
}

const compare = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);

function filesByToken(files: Files): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [path, tokens] of files) {
    for (const token of tokens) {
      const holders = found.get(token);
      if (holders) holders.add(path);
      else found.set(token, new Set([path]));
    }
  }
  return found;
}

/** What a line says for a rename: 1 = it stands in one file before and one after. */
function rarityOf(gone: Files, fresh: Files): (token: string) => number {
  const [before, after] = [filesByToken(gone), filesByToken(fresh)];
  return (token) => 1 / Math.max(before.get(token)?.size ?? 1, after.get(token)?.size ?? 1);
}

function byLastName(files: Files): Map<string, string[]> {
  return Map.groupBy(files.keys(), lastName);
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const extension = (path: string): string => lastName(path).match(/\.[^.]*$/)?.[0] ?? '';
const stem = (path: string): string =>
  lastName(path).slice(0, lastName(path).length - extension(path).length);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

function candidates(
  from: string,
  tokens: readonly string[],
  holders: Map<string, Set<string>>,
  names: Map<string, string[]>,
): Set<string> {
  const found = new Set(names.get(lastName(from))?.slice(0, MOST_FILES));
  for (const token of new Set(tokens)) {
    const files = holders.get(token);
    if (files && files.size <= MOST_FILES) for (const path of files) found.add(path);
  }
  return found;
}

/** Strength 0: too little of the file is left. */
function compareFiles(
  from: string,
  before: readonly string[],
  to: string,
  after: readonly string[],
  rarity: (token: string) => number,
): { strength: number; whole: boolean } {
  const counts = new Map<string, number>();
  for (const token of after) counts.set(token, (counts.get(token) ?? 0) + 1);
  let kept = 0;
  let evidence = 0;
  for (const token of before) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    counts.set(token, count - 1);
    kept++;
    evidence += rarity(token);
  }
  const sameFolder = folderOf(from) === folderOf(to);
  const fits =
    lastName(from) === lastName(to) ||
    (sameFolder && extension(from) === extension(to) && likeness(stem(from), stem(to)) >= ALIKE_NAME);
  const share = kept / Math.min(before.length, after.length);
  const whole = share >= KEPT;
  if (!whole && !(fits && share >= KEPT_WITH_NAME)) return { strength: 0, whole };
  return { strength: evidence + (fits ? SAME_NAME : sameFolder ? SAME_FOLDER : 0), whole };
}
