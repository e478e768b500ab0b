import type { Hints, How, Seen } from '../known.ts';
import { alignFile, type FileHow } from './file.ts';
import type { Open } from './open.ts';
import { type Files, inferRenames, type Rename } from './renames.ts';
import { pairRepeats } from './repeats.ts';
import type { Item, Pair } from './spot.ts';

/**
 * Equal keys, where the key alone says what it is. What lies in a file that is known to be renamed is looked for under
 * its new path first: another file may have its name now.
 */
export function strongKeys(open: Open, renames: ReadonlyMap<string, string>): void {
  const key = (item: Seen) => (item.ordered ? null : item.key);
  const pair = (nameOfKnown: (item: Seen) => string | null) => {
    for (const [left, right] of open.groups(nameOfKnown, key))
      open.take('key', pairRepeats(open.known, left, open.seen, right));
  };
  if (renames.size > 0) {
    pair((item) => (renames.has(item.path ?? '') ? null : key(item)));
    renamedPackages(open, (path) => renames.get(path));
  }
  pair(key);
}

/** The lines of each file; a file that is known to be renamed is looked for under its new path first. */
export function sameFiles(open: Open, renames: ReadonlyMap<string, string>): void {
  const path = ({ ordered, path }: Seen) => (ordered ? path : null);
  if (renames.size > 0) {
    const renamed = (item: Seen) => (item.ordered ? (renames.get(item.path ?? '') ?? null) : null);
    for (const [left, right] of open.groups(renamed, path)) alignLines(open, left, right, () => 'renamed');
  }
  for (const [left, right] of open.groups(path)) alignLines(open, left, right, (how) => HOW[how], byKey);
}

const HOW: Record<FileHow, How> = { same: 'key', edited: 'edited', shuffled: 'moved' };

/** In one file the key tells equal lines, and also what the report says of their function or class. */
const byKey = ({ key }: Seen): string => key;
/** In another file only rule and text can be equal. */
const byText = ({ rule, text }: Seen): string => `${rule}\0${text}`;

function alignLines(
  open: Open,
  left: readonly number[],
  right: readonly number[],
  how: (how: FileHow) => How | null,
  token: (item: Seen) => string = byText,
  rule: (item: Seen) => string = (item) => item.rule,
): void {
  const asItem = (item: Seen): Item => ({
    token: token(item),
    rule: rule(item),
    text: item.text,
    line: item.line,
    said: item.said ?? '',
  });
  const before = left.map((k) => asItem(open.known[k]!));
  const after = right.map((s) => asItem(open.seen[s]!));
  for (const [fileHow, pairs] of Object.entries(alignFile(before, after)) as [FileHow, Pair[]][]) {
    const name = how(fileHow);
    if (name === null) continue;
    open.take(
      name,
      pairs.map(([i, j]): Pair => [left[i]!, right[j]!]),
    );
  }
}

/** The same package in the same file, and one of the names of its weakness: the tool leads with another name now. */
export function otherNames(open: Open, groupOf: (name: string) => string): void {
  const place = ({ path, package: told }: Seen) => (told ? `${path ?? ''}\0${told.name}` : null);
  for (const [left, right] of open.groups(place)) {
    const byName = new Map<string, number[]>();
    for (const s of right) {
      for (const name of new Set(open.seen[s]!.package!.weaknesses.map(groupOf))) {
        const list = byName.get(name);
        if (list) list.push(s);
        else byName.set(name, [s]);
      }
    }
    const used = new Set<number>();
    const pairs: Pair[] = [];
    for (const k of left) {
      const names = open.known[k]!.package!.weaknesses.map(groupOf);
      const partner = names.flatMap((name) => byName.get(name) ?? []).find((s) => !used.has(s));
      if (partner === undefined) continue;
      used.add(partner);
      pairs.push([k, partner]);
    }
    open.take('alias', pairs);
  }
}

/** Files that went away and came up under another path: those known to be renamed, then those that look so. */
export function renamedFiles(open: Open, renames: ReadonlyMap<string, string>, infer: boolean): void {
  const told = new Map([...renames].map(([from, to]): [string, Rename] => [from, { to, whole: true }]));
  if (told.size > 0) alignRenamed(open, told);
  if (!infer) return;
  const [gone, fresh] = [filesOf(open, 'known'), filesOf(open, 'seen')];
  if (gone.size > 0 && fresh.size > 0) alignRenamed(open, inferRenames(gone, fresh));
}

function alignRenamed(open: Open, renames: ReadonlyMap<string, Rename>): void {
  const lines = (path: (item: Seen) => string | null | undefined) => (item: Seen) =>
    item.ordered ? (path(item) ?? null) : null;
  const target = lines(({ path }) => renames.get(path ?? '')?.to);
  for (const [left, right] of open.groups(
    target,
    lines(({ path }) => path),
  )) {
    const { whole } = renames.get(open.known[left[0]!]!.path!)!;
    alignLines(open, left, right, (how) => (how === 'edited' && !whole ? null : 'renamed'));
  }
  renamedPackages(open, (path) => renames.get(path)?.to);
}

function renamedPackages(open: Open, target: (path: string) => string | undefined): void {
  const named = (path: (path: string) => string | undefined) => (item: Seen) => {
    const at = item.ordered || item.path === null ? undefined : path(item.path);
    return at === undefined ? null : `${at}\0${item.rule}`;
  };
  for (const [left, right] of open.groups(
    named(target),
    named((path) => path),
  ))
    open.take('renamed', pairRepeats(open.known, left, open.seen, right));
}

/** What waits in files that the other side does not name at all, as tokens. */
function filesOf(open: Open, side: 'known' | 'seen'): Files {
  const other: readonly Seen[] = side === 'known' ? open.seen : open.known.filter(({ live }) => live);
  const elsewhere = new Set(other.map(({ path }) => path));
  const files = new Map<string, string[]>();
  const items: readonly Seen[] = side === 'known' ? open.known : open.seen;
  for (const at of side === 'known' ? open.freeKnown() : open.freeSeen()) {
    const item = items[at]!;
    if (item.path === null || elsewhere.has(item.path)) continue;
    const token = item.ordered ? byText(item) : item.rule;
    const tokens = files.get(item.path);
    if (tokens) tokens.push(token);
    else files.set(item.path, [token]);
  }
  return files;
}

/** Rules that the tool calls otherwise now, in the same files. */
export function renamedRules(open: Open, formerRules: NonNullable<Hints['formerRules']>): void {
  if (formerRules.size === 0) return;
  const family = familyOf(formerRules);
  const touched = new Set([...formerRules.keys(), ...[...formerRules.values()].flat()]);
  const path = ({ ordered, path, rule }: Seen) => (ordered && touched.has(rule) ? path : null);
  for (const [left, right] of open.groups(path)) {
    const token = ({ rule, text }: Seen) => `${family(rule)}\0${text}`;
    alignLines(
      open,
      left,
      right,
      () => 'rule-renamed',
      token,
      ({ rule }) => family(rule),
    );
  }
}

/** All names that a rule ever had lead to one; circles of names end where they began. */
function familyOf(formerRules: ReadonlyMap<string, readonly string[]>): (rule: string) => string {
  const parent = new Map<string, string>();
  const root = (rule: string): string => {
    let at = rule;
    for (let next = parent.get(at); next !== undefined; next = parent.get(at)) at = next;
    return at;
  };
  for (const [rule, former] of formerRules) {
    for (const name of former) {
      const [a, b] = [root(rule), root(name)];
      if (a !== b) parent.set(a, b);
    }
  }
  return root;
}

/** Fixed ones whose very weakness is seen again. */
export function comeBack(open: Open): void {
  for (const [left, right] of open.groups(byKey))
    open.take('key', pairRepeats(open.known, left, open.seen, right));
}
