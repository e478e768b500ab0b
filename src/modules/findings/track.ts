import { Open } from './alignment/open.ts';
import {
  comeBack,
  otherNames,
  renamedFiles,
  renamedRules,
  sameFiles,
  strongKeys,
} from './alignment/passes.ts';
import { settleTies } from './alignment/ties.ts';
import type { Known, Seen } from './known.ts';

export type { Known, Seen } from './known.ts';

/**
 * How a pair was recognised: by its strong key or its unchanged line; as an edited line of its file; as a line that
 * changed its order inside its file; by another name of the same weakness; in a renamed file; under the new name of
 * its rule.
 */
export type How = 'key' | 'edited' | 'moved' | 'alias' | 'renamed' | 'rule-renamed';

export interface Alignment {
  /** Position among the known, position among the seen, how. Each position occurs at most once. */
  matched: [known: number, seen: number, how: How][];
  /** Live ones that were not seen. */
  missing: number[];
  /** Seen ones that nobody knows. */
  opened: number[];
}

/** What is known beside the two sides. */
export interface Hints {
  /** Files known to be renamed, old path to new path (told, or from git). */
  renames?: ReadonlyMap<string, string>;
  /** Rules that a tool renamed, new name to its former ones (SARIF `deprecatedIds`, or declared). */
  formerRules?: ReadonlyMap<string, readonly string[]>;
  /** Leading name of a vulnerability that has several (CVE, GHSA, OSV …). */
  groupOf?: (name: string) => string;
  /** False: the scan looked at a part only, so that a file it does not name need not be gone. */
  whole?: boolean;
}

/**
 * Aligns what is known with what is seen, in passes; each is used once. Near-linear: every pass walks groups that
 * share a key, a file or a package.
 */
export function track(known: readonly Known[], seen: readonly Seen[], hints: Hints = {}): Alignment {
  const { renames = new Map(), formerRules = new Map(), groupOf = (name) => name, whole = true } = hints;
  const open = new Open(known, seen);
  strongKeys(open, renames);
  sameFiles(open, renames);
  otherNames(open, groupOf);
  renamedFiles(open, renames, whole);
  renamedRules(open, formerRules);
  const missing = open.wakeFixed();
  comeBack(open);
  return settleTies(known, seen, open.result(missing));
}
